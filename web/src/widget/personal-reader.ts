/** Fetches what spots personal data, once; without it a message is sent unasked, and the desk hides what it holds. */

import { city } from "../shared/city";

const PATIENCE_MS = 2_000;
type Reader = (text: string) => string | undefined;
let fetched: Promise<Reader | undefined> | undefined;

/** Begin to fetch, when somebody begins to write rather than with the first look at the chat. */
export function prepare(): Promise<Reader | undefined> {
  fetched ??= import("./personal-warning").then(
    ({ personalData }) => {
      const everybodys: ReadonlySet<string> = new Set(city?.numbers);
      return (text) => personalData(text, everybodys);
    },
    () => {
      fetched = undefined;
      return undefined;
    },
  );
  return fetched;
}

/** What a text holds, undefined for nothing or where nothing can tell; waits for a slow network only so long. */
export async function personalIn(text: string): Promise<string | undefined> {
  const late = new Promise<undefined>((over) => setTimeout(over, PATIENCE_MS));
  const read = await Promise.race([prepare(), late]);
  return read?.(text);
}
