/** What the desk sends: the web contract (tests/wire/web_*.json) as types. */

export interface Choice {
  id: string;
  label: string;
  /** The same in やさしい日本語, with readings. */
  easy?: string;
}

export type Part =
  | {
      type: "text";
      text: string;
      /** The same in やさしい日本語, with readings. */
      easy?: string;
      /** In what it is written, where that is not Japanese. */
      language?: string;
      /** A photo or file that came with it on LINE, for consultants. */
      attachment?: string;
      /** Reached the desk long after it was said. */
      arrived_at?: string;
      /** Of a mail: what stands in its head, and what is folded away below its words. */
      subject?: string;
      folded?: string;
      guessed?: boolean;
      /** What it said before it was changed on LINE. */
      former?: { text: string; until: string }[];
      /** A button's words, which somebody tapped. */
      tapped?: boolean;
    }
  | {
      type: "answer";
      label: string;
      title: string;
      text: string;
      /** What [くわしく] opens. */
      more?: string;
      easy?: string;
      easy_more?: string;
      easy_title?: string;
      sources: { title: string; url: string; date?: string }[];
      checked: string;
      outdated: boolean;
      caveat?: string;
      easy_caveat?: string;
      /** A version in another language than Japanese; the Japanese follows. */
      language?: string;
      /** Shown in やさしい日本語 whatever the reader's settings. */
      easy_first?: boolean;
    }
  | { type: "contact"; label: string; tel?: string; email?: string; url?: string }
  | { type: "form"; form: string; text: string; purpose: string; question: string }
  | { type: "choices"; purpose: string; choices: Choice[]; legend?: string }
  | { type: "notice"; kind: string; text: string; receipt?: string; position?: number; language?: string };

export type Author = "user" | "bot" | "consultant" | "system";

export interface Message {
  seq: number;
  author: Author;
  author_name: string;
  sent_at: string;
  parts: Part[];
  client_id?: string;
}

export interface Standing {
  /** Rising with every change of the holder; with `last_seq` it tells older news from newer. */
  epoch: number;
  last_seq: number;
  holder: "bot" | "queued" | "consultant" | "message_left" | "closed";
  open: boolean;
  /** Whether a consultant is there now; absent from a desk of an earlier release. */
  staffed?: boolean;
  opens_text?: string | null;
  assistant_ready: boolean;
  typing?: string | null;
  consultant_name?: string | null;
  position?: number | null;
  expected_wait_minutes?: number | null;
}
