import type { ErrorCode } from "@plimsoll/core";

/** Something in a file that could not be read; the rest of the file stands. */
export interface Fault {
  code: ErrorCode;
  /** Line, counted from 1; absent where the file has no lines. */
  line?: number;
  /** Why, as a sentence without a full stop. */
  why: string;
}

/** A hostile file may hold millions of faults; the first ones tell the story. */
const mostFaults = 20;

/** Keeps the first faults of a file, and then the fact that there are more. */
export function addFault(faults: Fault[], fault: Fault): void {
  if (faults.length < mostFaults) faults.push(fault);
  else if (faults.length === mostFaults) {
    faults.push({ ...fault, why: "here and further on lie more faults, which are not listed" });
  }
}

/** Quotes a piece of a hostile file for a message: short, and on one line. */
export function excerpt(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
