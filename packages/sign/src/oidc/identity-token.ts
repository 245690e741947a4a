import { PlimsollError } from "@plimsoll/core";
import { isJsonObject, type JsonObject, parseJsonObject } from "../encoding/json.ts";

/** A token that says who runs this, checked as far as its receiver will do again. */
export interface IdentityToken {
  /** Keep it out of logs: who has it can sign in this name until it expires. */
  readonly token: string;
  readonly issuer: string;
  /** What the certificate will be made for: the address of e-mail, else the token's subject. */
  readonly subject: string;
  /** RFC 3339 */
  readonly expiresAt: string;
}

export interface CheckTokenOptions {
  /** Whom the token must be meant for; default: `sigstore`. */
  readonly audience?: string | undefined;
  /** Milliseconds since 1970; default: the machine's clock. */
  readonly now?: (() => number) | undefined;
}

const maxTokenCharacters = 32 * 1024;
/** A clock may be this much behind that of who issued the token. */
const skewSeconds = 60;
/** Getting a certificate takes a moment. */
const leastSecondsLeft = 5;

/**
 * Reads an OpenID Connect ID token (a JSON Web Token) and makes sure that it is of use: its audience,
 * and that it has not expired. Its signature is for Fulcio to check; nothing is asked of the issuer
 * that it names.
 *
 * @throws PlimsollError `KEY_INVALID`; never with the token, or a part of it, in its text
 */
export function checkIdentityToken(text: string, options: CheckTokenOptions = {}): IdentityToken {
  const token = text.trim();
  const claims = readTokenClaims(token);
  const { audience = "sigstore", now = Date.now } = options;
  const { aud, exp, nbf, iss } = claims;
  const audiences = Array.isArray(aud) ? aud : [aud];
  if (!audiences.includes(audience)) {
    throw invalid(
      `is not meant for the audience "${audience}"`,
      `Ask for a token with the audience ${audience}.`,
    );
  }
  const seconds = now() / 1000;
  if (typeof exp !== "number" || !Number.isFinite(exp))
    throw invalid("does not say until when it is valid");
  if (exp < seconds + leastSecondsLeft) {
    throw invalid("has expired", "Ask for a fresh token right before signing.");
  }
  if (nbf !== undefined && !(typeof nbf === "number" && nbf <= seconds + skewSeconds)) {
    throw invalid("is not valid yet", "Check the machine's clock.");
  }
  if (typeof iss !== "string" || !/^https:\/\/[\w.-]+(?::\d+)?(?:\/|$)/.test(iss)) {
    throw invalid("does not name an issuer with https");
  }
  return {
    token,
    issuer: iss.slice(0, 1000),
    subject: subjectOf(claims),
    expiresAt: toRfc3339(exp),
  };
}

/**
 * What a token says, unverified.
 *
 * @throws PlimsollError `KEY_INVALID`, without the token in its text
 */
export function readTokenClaims(token: string): JsonObject {
  if (token.length > maxTokenCharacters) throw invalid("is too long");
  const [, payload] = /^[\w-]+\.([\w-]+)\.[\w-]+$/.exec(token) ?? [];
  if (payload === undefined) throw invalid("is no JSON Web Token");
  try {
    return parseJsonObject(Buffer.from(payload, "base64url"));
  } catch {
    // Without the cause: a parser's message may quote the token.
    throw invalid("is no JSON Web Token");
  }
}

/** As Fulcio: an address that was verified where the issuer gives one, else the subject. */
function subjectOf({ email, email_verified: isVerified, sub }: JsonObject): string {
  const hasEmail = typeof email === "string" && (isVerified === true || isVerified === "true");
  const subject = hasEmail ? email : sub;
  if (typeof subject === "string" && subject !== "") return subject;
  throw invalid("does not say whom it is for");
}

function toRfc3339(seconds: number): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) throw invalid("does not say until when it is valid");
  return date.toISOString();
}

function invalid(what: string, action?: string): PlimsollError {
  return new PlimsollError("KEY_INVALID", `The identity token ${what}`, { action });
}

/** The string under `key`, where an answer is an object with one. */
export function tokenIn(answer: unknown, key: string): string | undefined {
  const value = isJsonObject(answer) ? answer[key] : undefined;
  return typeof value === "string" && value !== "" ? value : undefined;
}
