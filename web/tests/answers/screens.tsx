/** Shows messages of the bot outside the chat, as wide as a phone, for tests that measure and look at them. */

import { render } from "preact";
import type { Part } from "../../src/shared/types";
import { PartView } from "../../src/widget/parts";
import "../../src/widget/widget.css";

declare global {
  interface Window {
    /** Shows the parts of one message and returns the heights of the answer and of the whole, in CSS pixels. */
    showAnswer: (parts: Part[], easy: boolean) => { answer: number; whole: number };
  }
}

window.showAnswer = (parts, easy) => {
  render(null, document.body);
  render(
    <div class="page" lang="ja">
      <div class="log">
        <div class="message bot">
          <div class="bubble">
            {parts.map((part) => (
              <PartView
                part={part}
                author="bot"
                easy={easy}
                isLast
                isLive={false}
                choose={() => undefined}
                seq={1}
                feedback={{ rate: async () => undefined, report: async () => undefined }}
                submit={() => Promise.reject(new Error("nothing is sent here"))}
              />
            ))}
          </div>
        </div>
      </div>
    </div>,
    document.body,
  );
  const height = (selector: string) => document.querySelector(selector)?.getBoundingClientRect().height ?? 0;
  return { answer: height("article.answer"), whole: height(".bubble") };
};
