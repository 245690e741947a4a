import { isPlimsollError, type PlimsollError } from "@plimsoll/core";
import { isContentFault } from "./check.ts";

/**
 * Reads something that somebody stored: what is not there is not there, and what is broken fails alone.
 *
 * @param onFault told of what cannot be read
 * @returns `undefined` when there is nothing to read
 * @throws whatever lies in the registry or the way to it
 */
export async function readStored<Result>(
  work: () => Promise<Result>,
  onFault: (fault: PlimsollError) => void,
): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isPlimsollError(error) && error.code === "NOT_FOUND") return undefined;
    if (!isContentFault(error)) throw error;
    onFault(error as PlimsollError);
    return undefined;
  }
}
