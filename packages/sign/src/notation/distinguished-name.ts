import { isPlimsollError, PlimsollError } from "@plimsoll/core";
import type { Attribute, Name } from "../x509/name.ts";

/** Attributes by type; no type twice. */
export type Subject = ReadonlyMap<string, string>;

// trust-store-trust-policy.md, "Trusted Identities Constraints".
const required = ["C", "ST", "O"] as const;
const maxCharacters = 4096;
const typePattern = /^(?:[A-Za-z][A-Za-z0-9-]{0,63}|\d{1,10}(?:\.\d{1,10}){1,20})$/;

/** True for the identity that stands for any. */
export function isAnyIdentity(identity: string): boolean {
  return identity.trim() === "*";
}

/**
 * Reads identities of a trust policy: distinguished names (RFC 4514), with or without the prefix
 * `x509.subject:`, or `*` alone.
 *
 * @returns `*` when any identity will do
 * @throws PlimsollError `INVALID_CONFIG` for a name that is broken, lacks C, ST or O, has a type twice
 * or a multi-valued RDN, and for two names that one certificate could answer to
 */
export function parseIdentities(identities: readonly string[]): readonly Subject[] | "*" {
  if (identities.some(isAnyIdentity)) {
    if (identities.length === 1) return "*";
    throw invalid("`*` stands for every identity, and cannot have others beside it", "*");
  }
  const subjects = identities.map(parseIdentity);
  for (const [index, subject] of subjects.entries()) {
    const other = subjects.findIndex((each, at) => at !== index && isSubset(each, subject));
    if (other >= 0) {
      throw invalid("Two identities overlap: keep the one that is meant", identities[other]!);
    }
  }
  return subjects;
}

/** True when the subject has every attribute of the identity, with exactly that value. */
export function isSubset(identity: Subject, subject: Subject): boolean {
  return [...identity].every(([type, value]) => subject.get(type) === value);
}

/** The subject of a certificate by attribute; `undefined` when it has a multi-valued RDN or a type twice. */
export function toSubject(name: Name): Subject | undefined {
  const subject = new Map<string, string>();
  for (const [attribute, ...more] of name) {
    if (attribute === undefined || more.length > 0 || subject.has(attribute.type)) return undefined;
    subject.set(attribute.type, attribute.value);
  }
  return subject;
}

/**
 * Whether a certificate's subject has every part of an identity of a trust policy. Both are text (RFC
 * 4514); one that cannot be read is nobody's.
 */
export function holdsIdentity(subject: string, identity: string): boolean {
  if (isAnyIdentity(identity)) return true;
  try {
    return isSubset(parseSubject(identity), parseSubject(subject));
  } catch (error) {
    if (isPlimsollError(error)) return false;
    throw error;
  }
}

function parseIdentity(identity: string): Subject {
  const subject = parseSubject(identity);
  const missing = required.filter((type) => !subject.get(type));
  if (missing.length > 0) throw invalid(`The name lacks ${missing.join(", ")}`, identity);
  return subject;
}

function parseSubject(identity: string): Subject {
  const text = identity.replace(/^\s*x509\.subject\s*:/, "");
  if (text.length > maxCharacters) throw invalid("The name is too long", identity);
  const subject = new Map<string, string>();
  for (const { type, value } of parseName(text, identity)) {
    // Go and Windows write the state as S, RFC 4514 as ST (CVE-2023-25656 is about parsing such names).
    const name = type.toUpperCase() === "S" ? "ST" : type.toUpperCase();
    if (subject.has(name)) throw invalid(`The name has ${name} twice`, identity);
    subject.set(name, value);
  }
  return subject;
}

/** RFC 4514, section 3, for names of single-valued RDNs; blanks around separators are allowed. */
function parseName(text: string, identity: string): Attribute[] {
  const attributes: Attribute[] = [];
  let at = 0;
  while (at <= text.length) {
    const equals = text.indexOf("=", at);
    const type = equals < 0 ? "" : text.slice(at, equals).trim();
    if (!typePattern.test(type))
      throw invalid("The name is not written as RFC 4514 asks", identity);
    const { value, end } = readValue(text, equals + 1, identity);
    attributes.push({ type, value });
    at = end + 1;
  }
  return attributes;
}

const hexPair = /^[0-9a-fA-F]{2}$/;

/** Reads a value up to the next comma or semicolon that is not escaped. */
function readValue(text: string, start: number, identity: string): { value: string; end: number } {
  const bytes: Buffer[] = [];
  // Length in pieces that must not be trimmed: blanks at the end count only when escaped.
  let kept = 0;
  let at = start;
  while (text[at] === " ") at += 1;
  if (text[at] === "#" || text[at] === '"') throw invalid("Write the value as text", identity);
  for (; at < text.length; at += 1) {
    const character = text[at]!;
    if (character === "," || character === ";") break;
    if ('+"<>\0'.includes(character)) {
      const what = character === "+" ? "Multi-valued RDNs are not supported" : "Escape it";
      throw invalid(`${what}: ${JSON.stringify(character)}`, identity);
    }
    if (character !== "\\") {
      bytes.push(Buffer.from(String.fromCodePoint(text.codePointAt(at)!)));
      if (text.codePointAt(at)! > 0xffff) at += 1;
      if (character !== " ") kept = bytes.length;
      continue;
    }
    const pair = text.slice(at + 1, at + 3);
    if (hexPair.test(pair)) {
      bytes.push(Buffer.from(pair, "hex"));
      at += 2;
    } else if (pair !== "" && '\\ ,;+"<>#='.includes(pair[0]!)) {
      bytes.push(Buffer.from(pair[0]!));
      at += 1;
    } else {
      throw invalid("A backslash escapes nothing", identity);
    }
    kept = bytes.length;
  }
  return { value: decodeUtf8(Buffer.concat(bytes.slice(0, kept)), identity), end: at };
}

function decodeUtf8(bytes: Buffer, identity: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw invalid("The value is not UTF-8", identity);
  }
}

function invalid(message: string, identity: string): PlimsollError {
  return new PlimsollError("INVALID_CONFIG", message, {
    subject: identity.slice(0, 160),
    action: "Write identities like C=US, ST=WA, O=Acme, or `*` alone for any.",
  });
}
