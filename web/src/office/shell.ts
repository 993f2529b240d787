/** The bar on top of the office's pages, as the console has it: whether the desk is open, own presence, who waits. */

export interface Shell {
  open: boolean;
  opens_text: string | null;
  on_duty: number;
  duty: boolean;
  waiting: { case_id: string; receipt: string; is_danger: boolean }[];
}

function piece(name: string, kind: string, words: string): HTMLElement {
  const found = document.createElement(name);
  found.className = kind;
  found.textContent = words;
  return found;
}

/** Draws the bar anew; what is being pressed stays, since presence is drawn once and only changed after that. */
export function drawShell(place: HTMLElement, shell: Shell, setDuty: (next: boolean) => void): void {
  const { open, opens_text, on_duty } = shell;
  const next = opens_text ? `（次は ${opens_text}）` : "";
  const hours = piece(
    "span",
    open ? "hours open" : "hours",
    `${open ? "受付中" : `時間外${next}`}・在席 ${on_duty}人`,
  );
  const shown: HTMLElement[] = [hours];
  if (shell.waiting.length) {
    const isDanger = shell.waiting.some((one) => one.is_danger);
    const link = piece("a", isDanger ? "waiting danger" : "waiting", `待ち ${shell.waiting.length}`);
    (link as HTMLAnchorElement).href = "/console";
    shown.push(link);
  }
  const duty = place.querySelector("label") ?? tick(setDuty);
  const box = duty.querySelector("input");
  if (box && !box.disabled) box.checked = shell.duty;
  for (const old of [...place.children]) if (old !== duty) old.remove();
  place.prepend(...shown);
  if (place.dataset.counts === "yes" && !duty.isConnected) place.append(duty);
}

function tick(setDuty: (next: boolean) => void): HTMLLabelElement {
  const label = document.createElement("label");
  const box = document.createElement("input");
  box.type = "checkbox";
  box.dataset.testid = "duty";
  box.addEventListener("change", () => setDuty(box.checked));
  label.append(box, "在席");
  return label;
}

/** The cases that were not waiting at the last look; none at the first. */
export function fresh(before: Shell["waiting"] | undefined, after: Shell["waiting"]): Shell["waiting"] {
  const known = new Set(before?.map((one) => `${one.case_id} ${one.is_danger}`));
  return before ? after.filter((one) => !known.has(`${one.case_id} ${one.is_danger}`)) : [];
}
