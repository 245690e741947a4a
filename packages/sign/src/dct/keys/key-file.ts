import { createPrivateKey, type KeyObject } from "node:crypto";
import { isPlimsollError, PlimsollError } from "@plimsoll/core";
import { formatPem, parsePem } from "../../encoding/pem.ts";
import { refuseCostlyPkcs8 } from "../../keys/derivation-cost.ts";
import { encryptPkcs8 } from "./pbes2.ts";

/** A private key file of Docker's or Notary's client: PEM with headers that say what the key is for. */
export interface DctKeyFile {
  /** `root`, `targets`, `snapshot`, or the name of a signer or of a delegation. */
  readonly role: string;
  /** Absent for keys that serve any repository. */
  readonly gun: string | undefined;
  /** PEM without those headers. */
  readonly pem: string;
}

/**
 * Reads the headers.
 *
 * @throws PlimsollError `KEY_INVALID` for a text that is not PEM
 */
export function parseKeyFile(text: string): DctKeyFile {
  if (text.length > 64 * 1024) throw unreadable("it is too long");
  const lines = text.split(/\r?\n/);
  const begin = lines.findIndex((line) => line.startsWith("-----BEGIN "));
  if (begin < 0) throw unreadable("it is not in PEM form");
  const rest = lines.slice(begin + 1);
  const headers = rest.slice(
    0,
    rest.findIndex((line) => !/^[A-Za-z-]{1,40}:/.test(line)),
  );
  const value = (name: string) =>
    headers
      .find((line) => line.startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim();
  // OpenSSL's own headers stay: they say how an old key is encrypted.
  const own = headers.filter((line) => /^(?:Proc-Type|DEK-Info):/.test(line));
  const body = rest.slice(headers.length).filter((line) => line !== "");
  const kept = own.length > 0 ? [...own, ""] : [];
  return {
    role: value("role") ?? "",
    gun: value("gun"),
    pem: [lines[begin]!, ...kept, ...body, ""].join("\n"),
  };
}

/**
 * Opens the key: PKCS#8, plain or encrypted (PBES2), or the older forms of OpenSSL.
 *
 * @throws PlimsollError `KEY_INVALID`
 */
export function openKeyFile({ pem }: DctKeyFile, passphrase: string | undefined): KeyObject {
  const isEncrypted = pem.includes("ENCRYPTED");
  if (isEncrypted && passphrase === undefined) {
    throw new PlimsollError(
      "KEY_INVALID",
      "The private key is encrypted and no passphrase was given",
    );
  }
  try {
    if (pem.startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----")) {
      refuseCostlyPkcs8(parsePem(pem).bytes);
    }
    return createPrivateKey({ key: pem, format: "pem", ...(isEncrypted && { passphrase }) });
  } catch (cause) {
    if (isPlimsollError(cause)) throw cause;
    throw unreadable(
      isEncrypted ? "the passphrase does not open it, or it is broken" : "it is broken",
    );
  }
}

/** The file that Docker's client would write. */
export async function formatKeyFile(
  key: KeyObject,
  { role, gun }: Omit<DctKeyFile, "pem">,
  passphrase: string,
): Promise<string> {
  const pkcs8 = key.export({ format: "der", type: "pkcs8" });
  const pem = formatPem("ENCRYPTED PRIVATE KEY", await encryptPkcs8(pkcs8, passphrase));
  const headers = [...(gun === undefined ? [] : [`gun: ${gun}`]), `role: ${role}`];
  const [first, ...rest] = pem.split("\n");
  return [first, ...headers, "", ...rest].join("\n");
}

function unreadable(why: string): PlimsollError {
  return new PlimsollError("KEY_INVALID", `The private key cannot be used: ${why}`, {
    action: "Give a key that Docker's or Notary's client wrote, and its passphrase.",
  });
}
