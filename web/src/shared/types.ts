/** What the desk says of messages: names for what is generated from it (`make types`). Contract: tests/wire/web_*.json. */

import type { ShownMessage } from "./api";

export type { Author, ShownChoice as Choice, ShownMessage as Message, Standing } from "./api";
export type Part = ShownMessage["parts"][number];
