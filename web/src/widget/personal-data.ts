/** A script of its own (`widget-personal.js`): fetched when somebody begins to write, not with the first look at the chat. */

import { personalData } from "../shared/personal";

declare global {
  interface Window {
    hitohataPersonal?: typeof personalData;
  }
}

window.hitohataPersonal = personalData;
