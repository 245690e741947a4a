import { PlimsollError } from "@plimsoll/core";
import { decodeBase64 } from "../encoding/base64.ts";
import { type Certificate, parseCertificate } from "./certificate.ts";

const maxPemCharacters = 1024 * 1024;
const maxCertificates = 100;

/**
 * Reads every certificate of a PEM text (RFC 7468); text around the blocks is ignored.
 *
 * @throws PlimsollError `KEY_INVALID` when there is none, another block, or a broken one
 */
export function parsePemCertificates(text: string): Certificate[] {
  if (text.length > maxPemCharacters) {
    throw invalid(`The certificates are longer than ${maxPemCharacters} characters`);
  }
  const certificates: Certificate[] = [];
  let body: string[] | undefined;
  for (const line of text.split(/\r?\n/).map((each) => each.trim())) {
    if (line === "-----BEGIN CERTIFICATE-----" && body === undefined) {
      body = [];
    } else if (line === "-----END CERTIFICATE-----" && body !== undefined) {
      certificates.push(parseBlock(body.join("")));
      body = undefined;
      if (certificates.length > maxCertificates) throw invalid("There are too many certificates");
    } else if (line.startsWith("-----")) {
      throw invalid("The PEM text holds something else than certificates");
    } else {
      body?.push(line);
    }
  }
  if (body !== undefined) throw invalid("The last certificate has no end");
  if (certificates.length === 0) throw invalid("There is no certificate in PEM form");
  return certificates;
}

/** PEM or DER, as files of trust stores hold either. */
export function parseCertificateFile(bytes: Buffer): Certificate[] {
  if (bytes[0] !== 0x30) return parsePemCertificates(bytes.toString("utf8"));
  try {
    return [parseCertificate(bytes)];
  } catch (cause) {
    throw new PlimsollError("KEY_INVALID", "The certificate cannot be read", { cause });
  }
}

function parseBlock(base64: string): Certificate {
  const der = decodeBase64(base64);
  if (der === undefined || der.length === 0) throw invalid("A certificate's base64 is broken");
  try {
    return parseCertificate(der);
  } catch (cause) {
    throw new PlimsollError("KEY_INVALID", "A certificate cannot be read", { cause });
  }
}

function invalid(message: string): PlimsollError {
  return new PlimsollError("KEY_INVALID", message, {
    action: 'Give certificates in PEM, each beginning with "-----BEGIN CERTIFICATE-----".',
  });
}
