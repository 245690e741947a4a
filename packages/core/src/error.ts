/**
 * Every code a `PlimsollError` can carry. The list is closed and its names are stable: callers may
 * switch over it.
 */
export const errorCodes = [
  /** An option or argument makes no sense. */
  "INVALID_ARGUMENT",
  /** An image reference that no source understands. */
  "INVALID_REFERENCE",
  /** `plimsoll.yml`, or a file it names, does not follow its schema. */
  "INVALID_CONFIG",
  /** The thing named does not exist where it was looked for. */
  "NOT_FOUND",
  /** A valid input of a kind that is not supported. */
  "UNSUPPORTED",
  /** Bytes that do not follow their format. */
  "MALFORMED",
  /** A bound on size, count, depth or ratio was reached; the input may be hostile. */
  "LIMIT_EXCEEDED",
  /** Content whose digest differs from the one it was asked for by. */
  "DIGEST_MISMATCH",
  /** A server asks for credentials and none fit. */
  "UNAUTHORIZED",
  /** A server refuses although it knows who asks. */
  "FORBIDDEN",
  /** A server asks to slow down, and retries did not help. */
  "RATE_LIMITED",
  /** No connection to a server or daemon. */
  "UNREACHABLE",
  /** Nothing came back in time. */
  "TIMEOUT",
  /** A server failed, or answered against its protocol. */
  "SERVER_ERROR",
  /** The caller's `AbortSignal` fired. */
  "ABORTED",
  /** A local file or folder could not be read. */
  "READ_FAILED",
  /** A local file or folder could not be written. */
  "WRITE_FAILED",
  /** A key, certificate or passphrase that cannot be used. */
  "KEY_INVALID",
  /** A signature that does not hold. */
  "SIGNATURE_INVALID",
  /** A fault of Plimsoll itself. */
  "INTERNAL",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export interface PlimsollErrorOptions {
  /** What it happened to: a reference, a path, a URL (never with credentials). */
  subject?: string | undefined;
  /** What the reader can do about it, as a sentence. */
  action?: string | undefined;
  cause?: unknown;
}

/**
 * The one error type of the project.
 *
 * @example
 * throw new PlimsollError("NOT_FOUND", "The layout has no index.json", {
 *   subject: "./image",
 *   action: "Point at the folder that holds index.json and oci-layout.",
 * });
 */
export class PlimsollError extends Error {
  override readonly name = "PlimsollError";
  readonly code: ErrorCode;
  readonly subject: string | undefined;
  readonly action: string | undefined;

  constructor(code: ErrorCode, message: string, options: PlimsollErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.subject = options.subject;
    this.action = options.action;
  }
}

/** True for a `PlimsollError`, also one made by another copy of this package. */
export function isPlimsollError(value: unknown): value is PlimsollError {
  return (
    value instanceof Error &&
    value.name === "PlimsollError" &&
    (errorCodes as readonly unknown[]).includes((value as { code?: unknown }).code)
  );
}

/** `value` itself when it is a `PlimsollError`; otherwise wrapped under `code`, with `value` as its cause. */
export function toPlimsollError(
  value: unknown,
  code: ErrorCode,
  message: string,
  options: Omit<PlimsollErrorOptions, "cause"> = {},
): PlimsollError {
  if (isPlimsollError(value)) return value;
  const why = value instanceof Error ? value.message : String(value);
  return new PlimsollError(code, `${message}: ${why}`, { ...options, cause: value });
}
