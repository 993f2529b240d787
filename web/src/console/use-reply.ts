/** One reply: its draft, kept for each case, and the way to the desk, at most once. */

import { useEffect, useRef, useState } from "preact/hooks";
import { ApiError, api, words } from "./api";
import { type Draft, keepDraft, recallDraft, whenDropped } from "./drafts";
import { tooLong } from "./reply";

const TYPING_MS = 3_000;

export function useReply(reply: {
  /** The case. */
  id: string;
  /** The number of its newest message. */
  newest: number;
  /** Called when the desk has answered, whatever it said. */
  sent: () => void;
}) {
  const [draft, setDraft] = useState<Draft>(() => recallDraft(reply.id));
  const [problem, setProblem] = useState("");
  const [isWarned, setWarned] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const clientId = useRef<string>();
  const typedAt = useRef(0);
  const latest = useRef(draft);
  latest.current = draft;
  useEffect(() => whenDropped("draft", reply.id, () => keepDraft(reply.id, latest.current)), [reply.id]);

  const isEasy = draft.easy === true;
  const keep = ({ text, seen }: Draft, easy = isEasy) => {
    const whole: Draft = { text, ...(seen === undefined ? {} : { seen }), ...(easy ? { easy } : {}) };
    setDraft(whole);
    keepDraft(reply.id, whole);
  };
  const write = (text: string) => {
    // Whoever writes on after the warning has seen what is on the screen now.
    const seen = isWarned ? reply.newest : (draft.seen ?? reply.newest);
    keep(text ? { text, seen } : { text });
    setProblem("");
    setWarned(false);
    clientId.current = undefined; // other words are another message
    if (text && Date.now() - typedAt.current > TYPING_MS) {
      typedAt.current = Date.now();
      void api.typing(reply.id).catch(() => undefined);
    }
  };
  const send = async (confirm: boolean) => {
    const text = draft.text.trim();
    if (!text || isBusy || tooLong(text)) return;
    setBusy(true);
    setProblem("");
    clientId.current ??= crypto.getRandomValues(new Uint32Array(4)).join("-");
    try {
      const body = { client_id: clientId.current, text, seen_seq: draft.seen ?? reply.newest };
      await api.send(reply.id, confirm ? { ...body, confirm } : body);
      write("");
    } catch (error) {
      if (error instanceof ApiError && error.code === "newer_messages") setWarned(true);
      else setProblem(words(error));
    } finally {
      setBusy(false);
      reply.sent();
    }
  };
  const setEasy = (easy: boolean) => keep(draft, easy);
  return { draft, isEasy, problem, isWarned, isBusy, write, setEasy, send };
}
