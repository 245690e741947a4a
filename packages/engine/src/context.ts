import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { PlimsollError } from "@plimsoll/core";

/** What a Docker context says of its engine. */
export interface DockerContext {
  /** As `DOCKER_HOST` has it. */
  readonly host: string;
  /** Where its TLS files lie, if it has any. */
  readonly tlsFolder: string;
}

/**
 * The context that Docker's own client would use: `DOCKER_CONTEXT`, else `currentContext` of its
 * `config.json`; undefined for the default one (docker-context(1)).
 *
 * @throws PlimsollError `NOT_FOUND` when `DOCKER_CONTEXT` names a context that is not there
 */
export async function readContext(): Promise<DockerContext | undefined> {
  const folder = process.env.DOCKER_CONFIG || join(process.env.HOME || homedir(), ".docker");
  const named = process.env.DOCKER_CONTEXT;
  const name = named || textOf(await readJson(join(folder, "config.json")), "currentContext");
  if (name === undefined || name === "default") return undefined;
  const id = createHash("sha256").update(name).digest("hex");
  const meta = await readJson(join(folder, "contexts", "meta", id, "meta.json"));
  const host = textOf(fieldOf(fieldOf(meta, "Endpoints"), "docker"), "Host");
  if (host !== undefined) return { host, tlsFolder: join(folder, "contexts", "tls", id, "docker") };
  if (!named) return undefined;
  throw new PlimsollError("NOT_FOUND", "The Docker context does not exist or names no engine", {
    subject: name,
    action: "See `docker context ls`, or set DOCKER_HOST.",
  });
}

/** The file's JSON; undefined when there is none that can be read. */
async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch {
    return undefined;
  }
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

function textOf(value: unknown, key: string): string | undefined {
  const field = fieldOf(value, key);
  return typeof field === "string" && field !== "" ? field : undefined;
}
