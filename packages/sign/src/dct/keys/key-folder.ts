import { createPublicKey, type KeyObject } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PlimsollError } from "@plimsoll/core";
import { canonicalIdOf } from "../key.ts";
import { formatKeyFile, openKeyFile, parseKeyFile } from "./key-file.ts";

/** A private key at hand, not opened. */
export interface DctKeyEntry {
  /** The canonical id. */
  readonly id: string;
  readonly role: string;
  readonly gun: string | undefined;
}

/** The private keys of a publisher. */
export interface DctKeys {
  list(): Promise<readonly DctKeyEntry[]>;
  /** `undefined` when the key is not at hand. */
  open(id: string): Promise<KeyObject | undefined>;
  /** Keeps a key; gives its canonical id. */
  add(key: KeyObject, what: Omit<DctKeyEntry, "id">): Promise<string>;
}

export interface DctKeyFolderOptions {
  /** e.g. `~/.docker/trust/private`; made when a key is first kept. */
  readonly folder: string;
  /** The passphrase for keys of a role. */
  readonly passphrase: (role: string) => string | undefined;
}

const maxFiles = 10_000;
const name = /^([0-9a-f]{64})\.key$/;

/**
 * The private keys in a folder of Docker's or Notary's client, which both go on using it. Methods
 * throw PlimsollError `KEY_INVALID` (a broken file, no or a wrong passphrase), `READ_FAILED`,
 * `WRITE_FAILED`.
 */
export function openKeyFolder({ folder, passphrase }: DctKeyFolderOptions): DctKeys {
  // To open one takes a good part of a second, on purpose.
  const opened = new Map<string, KeyObject>();
  const read = async (id: string) => {
    try {
      return parseKeyFile(await readFile(join(folder, `${id}.key`), "latin1"));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw named(error, folder, id);
    }
  };
  return {
    async list() {
      const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return [];
        throw named(error, folder);
      });
      const ids = names.flatMap((each) => name.exec(each)?.[1] ?? []).sort();
      const entries = ids.slice(0, maxFiles).map(async (id) => ({ id, file: await read(id) }));
      return (await Promise.all(entries)).flatMap(({ id, file }) =>
        file === undefined ? [] : [{ id, role: file.role, gun: file.gun }],
      );
    },
    async open(id) {
      const known = opened.get(id);
      if (known !== undefined) return known;
      const file = await read(id);
      if (file === undefined) return undefined;
      try {
        const key = openKeyFile(file, passphrase(file.role));
        if (canonicalIdOf(createPublicKey(key)) === id) {
          opened.set(id, key);
          return key;
        }
      } catch (error) {
        throw named(error, folder, id);
      }
      throw new PlimsollError("KEY_INVALID", "The file holds another key than its name says", {
        subject: join(folder, `${id}.key`),
      });
    },
    async add(key, { role, gun }) {
      const id = canonicalIdOf(createPublicKey(key));
      const secret = passphrase(role);
      if (secret === undefined) {
        throw new PlimsollError(
          "KEY_INVALID",
          `There is no passphrase to protect the ${role} key with`,
          {
            action: `Set ${passphraseVariables(role).join(" or ")}.`,
          },
        );
      }
      const text = await formatKeyFile(key, { role, gun }, secret);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(join(folder, `${id}.key`), text, { mode: 0o600, flag: "wx" });
      } catch (error) {
        throw named(error, folder, id, "WRITE_FAILED");
      }
      opened.set(id, key);
      return id;
    },
  };
}

/** Passphrases where Docker's and Notary's clients look for them, for `openKeyFolder`. */
export function passphrasesOf(env: NodeJS.ProcessEnv): DctKeyFolderOptions["passphrase"] {
  return (role) =>
    passphraseVariables(role)
      .map((variable) => env[variable])
      .find((value) => value !== undefined);
}

function passphraseVariables(role: string): string[] {
  if (role === "root") return ["DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE", "NOTARY_ROOT_PASSPHRASE"];
  const kind = role === "targets" || role === "snapshot" ? role.toUpperCase() : "DELEGATION";
  return ["DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE", `NOTARY_${kind}_PASSPHRASE`];
}

/** The error with the file's name, which never holds a secret. */
function named(
  error: unknown,
  folder: string,
  id?: string,
  code: "READ_FAILED" | "WRITE_FAILED" = "READ_FAILED",
): PlimsollError {
  const subject = id === undefined ? folder : join(folder, `${id}.key`);
  if (error instanceof PlimsollError) {
    return new PlimsollError(error.code, error.message, { subject, action: error.action });
  }
  const why = (error as NodeJS.ErrnoException).code ?? "unknown";
  const verb = code === "READ_FAILED" ? "read" : "written";
  return new PlimsollError(code, `A private key could not be ${verb}: ${why}`, { subject });
}
