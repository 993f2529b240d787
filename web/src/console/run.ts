/** How the parts of a case have work done, and offer to undo it. */

import type { Undoable } from "./types";

export type Run = (work: () => Promise<unknown>) => void;
/** Offers to undo what was just done. */
export type Offering = (done: Partial<Undoable>, words: string, undo?: () => Promise<unknown>) => void;
