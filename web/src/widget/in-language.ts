/** Has the chat's own words put into the language of the talk; what does that is fetched with the first such reply. */

import { useEffect, useState } from "preact/hooks";
import type { Log } from "./log";

export function useLanguage(base: string, { messages }: Log, easy: boolean): void {
  // Drawn again with each language that is spoken.
  const [spoken, show] = useState("");
  const isNeeded =
    spoken ||
    easy ||
    messages.some(({ parts }) =>
      parts.some((part) => (part as { language?: string }).language || "easy_first" in part),
    );
  useEffect(() => {
    // Who cannot be given them keeps the Japanese words.
    if (isNeeded)
      import("./translation").then(({ speak }) => speak(base, messages, easy)).then(show, () => 0);
  }, [messages, easy]);
}
