import type { DerElement } from "../encoding/der.ts";
import { malformed, readInside, readOid, readOne, tags } from "./asn1.ts";

/** One attribute of a distinguished name. */
export interface Attribute {
  /** e.g. `CN`; dotted numbers for a type without a short name. */
  readonly type: string;
  readonly value: string;
}

/** A distinguished name in the order of the certificate: one list of attributes per RDN. */
export type Name = readonly (readonly Attribute[])[];

// RFC 4514, section 3, and the names that Go and OpenSSL print besides.
const shortNames: Readonly<Record<string, string>> = {
  "2.5.4.3": "CN",
  "2.5.4.5": "SERIALNUMBER",
  "2.5.4.6": "C",
  "2.5.4.7": "L",
  "2.5.4.8": "ST",
  "2.5.4.9": "STREET",
  "2.5.4.10": "O",
  "2.5.4.11": "OU",
  "2.5.4.17": "POSTALCODE",
  "0.9.2342.19200300.100.1.1": "UID",
  "0.9.2342.19200300.100.1.25": "DC",
};

/**
 * Reads a Name (RFC 5280, 4.1.2.4).
 *
 * @throws PlimsollError `MALFORMED`
 */
export function readName(der: Buffer): Name {
  return readInside(readOne(der)).map((rdn) =>
    readInside(rdn, tags.set).map((attribute) => {
      const [type, value] = readInside(attribute);
      const oid = readOid(type);
      return { type: shortNames[oid] ?? oid, value: readText(value) };
    }),
  );
}

/** The name as RFC 4514 writes it: last RDN first, special characters escaped. */
export function formatName(name: Name): string {
  return [...name]
    .reverse()
    .map((rdn) => rdn.map(({ type, value }) => `${type}=${escapeValue(value)}`).join("+"))
    .join(",");
}

function escapeValue(value: string): string {
  return value
    .replace(/[\\",+;<>]/g, "\\$&")
    .replace(/ $/, "\\ ")
    .replace(/^[ #]/, "\\$&")
    .replace(/\p{Cc}/gu, (control) => Buffer.from(control).toString("hex").replace(/../g, "\\$&"));
}

function readText(element: DerElement | undefined): string {
  const { tag, content } = element ?? {};
  if (content === undefined) throw malformed("an attribute has no value");
  switch (tag) {
    case tags.utf8String:
      return decode("utf-8", content);
    case tags.printableString:
    case tags.ia5String:
      return content.every((byte) => byte < 0x80) ? content.toString("latin1") : hex(element!);
    case tags.teletexString:
      return content.toString("latin1");
    case tags.bmpString:
      return decode("utf-16be", content);
    default:
      return hex(element!);
  }
}

function decode(encoding: string, content: Buffer): string {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(content);
  } catch (cause) {
    throw malformed("a text of the name", cause);
  }
}

/** RFC 4514, 2.4: a value of a type without a text form. */
function hex({ whole }: DerElement): string {
  return `#${whole.toString("hex")}`;
}
