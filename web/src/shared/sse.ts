/** Reads server-sent events from chunks of text that may be cut anywhere. */

export interface ServerEvent {
  event: string;
  data: string;
  id?: string;
}

export class EventParser {
  private buffer = "";

  /** Take a chunk; returns the events that are complete by now. */
  push(chunk: string): ServerEvent[] {
    this.buffer = (this.buffer + chunk).replace(/\r\n?/g, "\n");
    const found: ServerEvent[] = [];
    for (let cut = this.buffer.indexOf("\n\n"); cut >= 0; cut = this.buffer.indexOf("\n\n")) {
      const event = parse(this.buffer.slice(0, cut));
      this.buffer = this.buffer.slice(cut + 2);
      if (event) found.push(event);
    }
    return found;
  }
}

function parse(block: string): ServerEvent | undefined {
  let event = "message";
  let id: string | undefined;
  const data: string[] = [];
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    if (colon === 0) continue;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") event = value;
    else if (field === "data") data.push(value);
    else if (field === "id") id = value;
  }
  if (!data.length) return undefined;
  return { event, data: data.join("\n"), ...(id === undefined ? {} : { id }) };
}
