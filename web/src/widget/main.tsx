/** Loaded on the first opening: mounts the chat into the place that the loader prepared. */

import { render } from "preact";
import { App, type AppOptions } from "./app";
import { cover } from "./cover";
import "./widget.css";

declare global {
  interface Window {
    hitohataMount?: (root: HTMLElement, options: AppOptions) => void;
  }
}

window.hitohataMount = (root, options) => {
  if (options.close) options.watchShown(cover(root));
  render(<App options={options} />, root);
};
