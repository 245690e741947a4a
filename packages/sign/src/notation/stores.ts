import type { Dirent } from "node:fs";
import { constants } from "node:fs";
import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import type { Certificate } from "../x509/certificate.ts";
import { isSelfSigned } from "../x509/chain.ts";
import { parseCertificateFile } from "../x509/pem.ts";
import type { NotationStore } from "./trust.ts";

const kinds: readonly NotationStore["kind"][] = ["ca", "signingAuthority", "tsa"];
const fileName = /\.(?:pem|crt|cer)$/i;

const maxStores = 100;
const maxFiles = 100;
const maxFileBytes = 1024 * 1024;

/** The form of a store's name, which is the name of a folder. */
export const storeName = /^[A-Za-z0-9_.-]{1,128}$/;

/**
 * Reads notation's trust stores: `truststore/x509/{ca,signingAuthority,tsa}/<name>/*.{pem,crt,cer}`
 * under its configuration folder (trust-store-trust-policy.md, "Trust Store"). Folders inside of a
 * store are ignored, and symbolic links refused: whoever may write one of them must not widen the trust.
 *
 * @throws PlimsollError `READ_FAILED`; `INVALID_CONFIG` for a link, an empty store, a file that holds
 * no certificate, or a certificate that cannot be a root; `LIMIT_EXCEEDED`
 */
export async function loadNotationStores(folder: string): Promise<NotationStore[]> {
  const stores: NotationStore[] = [];
  for (const kind of kinds) {
    const path = join(folder, "truststore", "x509", kind);
    for (const entry of await list(path, maxStores)) {
      const store = join(path, entry.name);
      if (entry.isSymbolicLink()) throw refuse("A trust store is a symbolic link", store);
      if (!entry.isDirectory() || !storeName.test(entry.name)) continue;
      stores.push({ kind, name: entry.name, certificates: await readStore(store, kind) });
    }
  }
  return stores;
}

async function readStore(path: string, kind: NotationStore["kind"]): Promise<Uint8Array[]> {
  const certificates: Uint8Array[] = [];
  for (const entry of await list(path, maxFiles)) {
    if (entry.isDirectory() || !fileName.test(entry.name)) continue;
    const file = join(path, entry.name);
    if (!entry.isFile()) throw refuse("A trust store holds something else than a file", file);
    for (const certificate of parseFile(await readBounded(file), file)) {
      if (!canBeRoot(certificate, kind)) {
        const what = kind === "tsa" ? "a root certificate" : "a CA or self-signed";
        throw refuse(`A certificate of the trust store is not ${what}`, file);
      }
      certificates.push(certificate.der);
    }
  }
  if (certificates.length === 0) throw refuse("A trust store holds no certificate", path);
  return certificates;
}

function canBeRoot(certificate: Certificate, kind: NotationStore["kind"]): boolean {
  const isCa = certificate.basicConstraints?.isCa === true;
  return kind === "tsa" ? isCa && isSelfSigned(certificate) : isCa || isSelfSigned(certificate);
}

function parseFile(bytes: Buffer, file: string): Certificate[] {
  try {
    return parseCertificateFile(bytes);
  } catch (cause) {
    throw toConfigError(cause, file);
  }
}

function toConfigError(cause: unknown, file: string): PlimsollError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new PlimsollError("INVALID_CONFIG", `A file of a trust store cannot be read: ${why}`, {
    subject: file,
    cause,
  });
}

/** The entries in order of their names; none when there is no such folder. */
async function list(path: string, max: number): Promise<Dirent[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(path, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw toPlimsollError(error, "READ_FAILED", "A trust store cannot be read", { subject: path });
  }
  if (entries.length > max) {
    throw new PlimsollError("LIMIT_EXCEEDED", `A trust store has more than ${max} entries`, {
      subject: path,
    });
  }
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function readBounded(file: string): Promise<Buffer> {
  try {
    // The entry may have become a link since it was listed.
    const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    try {
      if ((await handle.stat()).size > maxFileBytes) throw refuse("The file is too large", file);
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw toPlimsollError(error, "READ_FAILED", "A trust store cannot be read", { subject: file });
  }
}

function refuse(message: string, path: string): PlimsollError {
  return new PlimsollError("INVALID_CONFIG", message, {
    subject: path,
    action: "Keep only regular files with root certificates in a trust store.",
  });
}
