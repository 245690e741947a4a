import type { DerElement } from "../encoding/der.ts";
import {
  type Element,
  explicit,
  implicit,
  malformed,
  readBoolean,
  readExplicit,
  readInside,
  readOctets,
  readOid,
  readOne,
  tags,
} from "./asn1.ts";

export interface Extension {
  readonly isCritical: boolean;
  /** DER of the extension's own type. */
  readonly value: Buffer;
}

/** By OID; none twice. */
export type Extensions = ReadonlyMap<string, Extension>;

const maxUrls = 8;

/** Reads `[number] EXPLICIT Extensions`. */
export function readExtensions(element: Element): Extensions {
  if (element === undefined) return new Map();
  return readExtensionList(readOne(element.content));
}

/** Reads Extensions (RFC 5280, 4.2). */
export function readExtensionList(list: DerElement): Extensions {
  const extensions = new Map<string, Extension>();
  for (const item of readInside(list)) {
    const fields = readInside(item);
    const oid = readOid(fields[0]);
    const hasFlag = fields[1]?.tag === tags.boolean;
    const isCritical = hasFlag && readBoolean(fields[1]);
    // RFC 5280, 4.2: an extension must not appear twice.
    if (extensions.has(oid)) throw malformed("it has an extension twice");
    extensions.set(oid, { isCritical, value: readOctets(fields[hasFlag ? 2 : 1]) });
  }
  return extensions;
}

/** Where an OCSP responder answers for the certificate (RFC 5280, 4.2.2.1); http and https alone. */
export function readOcspUrls(extensions: Extensions): string[] {
  const extension = extensions.get("1.3.6.1.5.5.7.1.1");
  if (extension === undefined) return [];
  const urls = readInside(readOne(extension.value)).flatMap((description) => {
    const [method, location] = readInside(description);
    return readOid(method) === "1.3.6.1.5.5.7.48.1" ? readUrl(location) : [];
  });
  return urls.slice(0, maxUrls);
}

/** Where the CRL of the certificate is (RFC 5280, 4.2.1.13). */
export function readCrlUrls(extensions: Extensions): string[] {
  return readDistributionPoints(extensions.get("2.5.29.31"));
}

/** Where the delta to a CRL is (RFC 5280, 5.2.6): an extension of the certificate or of the CRL. */
export function readFreshestCrlUrls(extensions: Extensions): string[] {
  return readDistributionPoints(extensions.get("2.5.29.46"));
}

function readDistributionPoints(extension: Extension | undefined): string[] {
  if (extension === undefined) return [];
  const urls = readInside(readOne(extension.value)).flatMap((point) => {
    const name = readInside(point).find(({ tag }) => tag === explicit(0));
    if (name === undefined) return [];
    const choice = readExplicit(name, 0);
    return choice.tag === explicit(0) ? readInside(choice, explicit(0)).flatMap(readUrl) : [];
  });
  return urls.slice(0, maxUrls);
}

function readUrl(generalName: Element): string[] {
  if (generalName?.tag !== implicit(6)) return [];
  const text = generalName.content.toString("latin1");
  const isHttp = /^https?:\/\//i.test(text) && text.length <= 2048 && URL.canParse(text);
  return isHttp ? [text] : [];
}
