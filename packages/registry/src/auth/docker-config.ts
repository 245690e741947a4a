import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { PlimsollError } from "@plimsoll/core";
import { isObject, parseObject } from "../json.ts";
import type { Credentials } from "../options.ts";

const maxBytes = 1024 * 1024;

/** The part of Docker's `config.json` that says how to log in (docker-login(1)). */
export interface DockerConfig {
  /** By server as written: a host, or a URL such as `https://index.docker.io/v1/`. */
  readonly auths: ReadonlyMap<string, Credentials>;
  /** Suffix of the helper program for every registry. */
  readonly credsStore?: string;
  /** Suffix of the helper program, by registry. */
  readonly credHelpers: ReadonlyMap<string, string>;
}

/**
 * Reads `$DOCKER_CONFIG/config.json`, else `~/.docker/config.json`. A missing file is an empty
 * configuration; an entry that makes no sense is passed over.
 *
 * @throws PlimsollError `READ_FAILED`, `MALFORMED`
 */
export async function readDockerConfig(): Promise<DockerConfig> {
  const folder = process.env.DOCKER_CONFIG || join(process.env.HOME || homedir(), ".docker");
  const path = join(folder, "config.json");
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return "{}";
    throw new PlimsollError("READ_FAILED", `Docker's configuration cannot be read: ${error.code}`, {
      subject: path,
      cause: error,
    });
  });
  return parseDockerConfig(text, path);
}

/** @throws PlimsollError `MALFORMED` when the text is not a JSON object. Its content is never quoted. */
export function parseDockerConfig(text: string, path = "config.json"): DockerConfig {
  const json = text.length > maxBytes ? undefined : parseObject(text);
  if (json === undefined) {
    throw new PlimsollError("MALFORMED", "Docker's configuration is not a JSON object", {
      subject: path,
      action: "Mend the file, or point DOCKER_CONFIG at another folder.",
    });
  }
  const auths = new Map<string, Credentials>();
  for (const [server, entry] of Object.entries(isObject(json.auths) ? json.auths : {})) {
    const credentials = isObject(entry) ? parseAuthEntry(entry) : undefined;
    if (credentials) auths.set(server, credentials);
  }
  const helpers = Object.entries(isObject(json.credHelpers) ? json.credHelpers : {});
  return {
    auths,
    credHelpers: new Map(helpers.filter((entry): entry is [string, string] => isText(entry[1]))),
    ...(isText(json.credsStore) ? { credsStore: json.credsStore } : {}),
  };
}

function parseAuthEntry(entry: Record<string, unknown>): Credentials | undefined {
  const { auth, username, password, identitytoken, registrytoken } = entry;
  if (isText(registrytoken)) return { registryToken: registrytoken };
  if (isText(identitytoken)) return { identityToken: identitytoken };
  if (isText(auth)) {
    const pair = Buffer.from(auth, "base64").toString("utf8");
    const colon = pair.indexOf(":");
    // Docker pads old entries with NUL characters.
    const secret = pair.slice(colon + 1).replace(/\0+$/, "");
    return colon > 0 ? { username: pair.slice(0, colon), password: secret } : undefined;
  }
  return isText(username) && typeof password === "string" ? { username, password } : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
