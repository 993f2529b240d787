/** A script of its own (`widget-personal.js`): fetched when somebody begins to write, not with the first look at the chat. */

import { city } from "../shared/city";
import { personalData } from "../shared/personal";

declare global {
  interface Window {
    hitohataPersonal?: (text: string) => string | undefined;
  }
}

const everybodys: ReadonlySet<string> = new Set(city?.numbers);
window.hitohataPersonal = (text) => personalData(text, everybodys);
