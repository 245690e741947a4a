import { isPlimsollError, PlimsollError, type TrustCheck } from "@plimsoll/core";
import { check, isContentFault } from "../verify/check.ts";

/** What a step found: its value, and what to say of it. */
export interface Passed<T> {
  readonly value: T;
  readonly reason: string;
  readonly evidence?: string | undefined;
}

/** Thrown when a step has failed and is on the record. */
export class StepFailed extends Error {}

/** Runs one step of a verification and puts it on the record. */
export async function step<T>(
  checks: TrustCheck[],
  name: string,
  work: () => Passed<T> | Promise<Passed<T>>,
): Promise<T> {
  try {
    const { value, reason, evidence } = await work();
    checks.push(check(name, "pass", reason, evidence));
    return value;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    checks.push(check(name, "fail", sentence(error.message), error.subject));
    throw new StepFailed(name, { cause: error });
  }
}

/** True for an error that lies in what the server gave, not in the way to it. */
export function isRefusal(error: unknown): error is PlimsollError {
  return isContentFault(error) || (isPlimsollError(error) && error.code === "SIGNATURE_INVALID");
}

/** A reason to refuse what a server gave. */
export function refuse(message: string, subject?: string): PlimsollError {
  return new PlimsollError("SIGNATURE_INVALID", message, { subject });
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
