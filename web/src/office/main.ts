/**
 * On the pages of the office: they work without this script. It asks the desk now and then, which keeps one's presence while
 * a page is read or a form filled in, and shows what one is told of one's cases.
 */

import { alertNews, alertWaiting, readSettings } from "../console/alerts";
import { freshNews } from "../console/arrivals";
import { newsWords } from "../console/news-words";
import type { CaseNews } from "../console/types";
import { clockTime } from "../shared/dates";
import { keepForm, restoreForm } from "../shared/lost-form";
import { belongTo } from "../shared/own-words";
import { edit } from "./answers";
import { drawShell, fresh, type Shell } from "./shell";
import { followWeeks } from "./weeks";

const ASK_MS = 20_000;
/** The desk warns an owner after five minutes without a sign; the page knows before the desk does. */
const CUT_OFF_MS = 5 * 60_000;

interface Pulse extends Shell {
  news: CaseNews[];
  calls: number;
}

function line(text: string, isUrgent: boolean): HTMLParagraphElement {
  const found = document.createElement("p");
  found.textContent = text;
  if (isUrgent) found.className = "urgent";
  return found;
}

function link(words: string, address: string): HTMLAnchorElement {
  const found = document.createElement("a");
  found.href = address;
  found.textContent = words;
  return found;
}

/** Puts what is told into the bar: nothing of it is HTML. */
export function draw(bar: HTMLElement, pulse: Pick<Pulse, "news" | "calls">, isCutOff: boolean): void {
  bar.replaceChildren();
  for (const one of pulse.news) {
    const isUrgent = one.kind === "gone" || one.kind === "going";
    const note = one.note ? `申し送り：${one.note}` : "";
    const said = line(`${clockTime(one.at)} ${one.receipt} ${newsWords(one)}${note} `, isUrgent);
    said.append(link("開く", `/console#/cases/${encodeURIComponent(one.case_id)}`));
    bar.append(said);
  }
  if (pulse.calls) {
    const said = line(`メモで呼ばれています（${pulse.calls}件） `, false);
    said.append(link("相談デスクを開く", "/console"));
    bar.append(said);
  }
  if (isCutOff)
    bar.append(
      line(
        "相談デスクにつながりません。このまま10分たつと、返事を待っている担当中の相談は列に戻ります。",
        true,
      ),
    );
  bar.hidden = !bar.hasChildNodes();
}

/** Says whether one takes cases; the next look shows what the desk made of it. */
async function setDuty(next: boolean, look: () => Promise<void>): Promise<void> {
  const csrf = document.querySelector<HTMLInputElement>('input[name="csrf"]')?.value ?? "";
  await fetch("/api/console/duty", {
    method: "POST",
    headers: { "content-type": "application/json", "x-csrf-token": csrf },
    body: JSON.stringify({ on_duty: next }),
  }).catch(() => undefined);
  await look();
}

export function start(bar: HTMLElement, shell: HTMLElement | null): void {
  let known: Pulse | undefined;
  let last: Pick<Pulse, "news" | "calls"> = { news: [], calls: 0 };
  let heardAt = Date.now();
  const ask = async () => {
    try {
      const answer = await fetch("/api/console/pulse", { cache: "no-store" });
      if (answer.status === 401) {
        bar.replaceChildren(line("ログインが終わりました。", true), link("ログインする", "/console"));
        bar.hidden = false;
        return;
      }
      if (answer.ok) {
        const pulse = (await answer.json()) as Pulse;
        heardAt = Date.now();
        alertNews(readSettings(), freshNews(known?.news, pulse.news));
        alertWaiting(readSettings(), fresh(known?.waiting, pulse.waiting));
        if (shell) drawShell(shell, pulse, (next) => void setDuty(next, ask));
        last = known = pulse;
      }
    } catch {
      /* asked again soon */
    }
    draw(bar, last, Date.now() - heardAt >= CUT_OFF_MS);
  };
  void ask();
  setInterval(() => void ask(), ASK_MS);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void ask();
  });
}

/** A page that answers a form is a page like any other from then on: loading it again asks for it and sends nothing. */
export function forgetForm(body: HTMLElement, past: History, address: string): void {
  if (body.dataset.answerOfForm !== undefined) past.replaceState(null, "", address);
}

forgetForm(document.body, history, location.href);
belongTo(document.body.dataset.account ?? "");
const here = location.pathname + location.search;
restoreForm(document, here);
document.addEventListener("submit", (event) => {
  if (event.target instanceof HTMLFormElement && !event.defaultPrevented) keepForm(event.target, here);
});
const place = document.getElementById("news");
if (place) start(place, document.getElementById("shell"));
const editor = document.querySelector<HTMLFormElement>("form[data-answer]");
const looks = editor?.parentElement?.querySelector("aside");
if (editor && looks) edit(editor, looks);
// Shown by the script that makes it do something.
for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
for (const calendar of document.querySelectorAll<HTMLElement>(".free .weeks")) followWeeks(calendar);
