import { PlimsollError } from "@plimsoll/core";
import { parseAnswer, parseListAnswer, toEngineImage, toEngineVersion } from "./answers.ts";
import { chooseApiVersion } from "./api-version.ts";
import { EngineConnection, type EngineRequest } from "./connection.ts";
import {
  toContainerChanges,
  toContainerNames,
  toContainerStatistics,
  toEngineContainer,
  toWarnings,
} from "./container-answers.ts";
import { createStatusError, toPlainText } from "./failure.ts";
import { locateEngine } from "./locate.ts";
import type { TlsFiles } from "./tls.ts";
import type { EngineClient, EngineList, EngineRequestOptions } from "./types.ts";

export interface EngineOptions {
  /** Address as in `DOCKER_HOST`. Default: `DOCKER_HOST`, then the sockets of Docker and Podman. */
  host?: string;
  /** PEM texts. Default: the files in `DOCKER_CERT_PATH`, when it or `DOCKER_TLS_VERIFY` is set. */
  tls?: TlsFiles;
  /** How long the engine may send nothing, in milliseconds; while it packs an image, ten times as long. Default 30 000. */
  timeoutMs?: number;
}

/**
 * Opens a client of a container engine, Docker's or Podman's. Nothing is sent until something is
 * asked for; the engine is looked for then. Its methods throw `PlimsollError`: `UNREACHABLE`,
 * `TIMEOUT`, `ABORTED`, `NOT_FOUND`, `FORBIDDEN`, `SERVER_ERROR`, `LIMIT_EXCEEDED`, `UNSUPPORTED`,
 * `INVALID_ARGUMENT`, `INVALID_REFERENCE`, `READ_FAILED`.
 *
 * @example
 * const engine = createEngineClient();
 * console.log((await engine.inspectImage("debian:12")).id);
 * await engine.close();
 */
export function createEngineClient(options: EngineOptions = {}): EngineClient {
  const timeoutMs = options.timeoutMs ?? 30_000;
  let opened: Session | undefined;

  // Only success is kept: an engine that was not found may be started in the meantime.
  const open = async (signal?: AbortSignal): Promise<Session> => {
    if (opened) return opened;
    const session = await openSession(options, timeoutMs, signal);
    if (opened) session.connection.close();
    opened ??= session;
    return opened;
  };

  const askText = async (path: string, subject: string, notFound: string, signal?: AbortSignal) => {
    const { connection, apiVersion } = await open(signal);
    const request: EngineRequest = { path: `/v${apiVersion}${path}`, timeoutMs, signal };
    const message = await connection.send(request);
    const text = await connection.readText(message, request);
    if (message.statusCode === 200) return text;
    throw createStatusError(message.statusCode ?? 0, text, subject, notFound);
  };
  const ask = async (path: string, subject: string, notFound: string, signal?: AbortSignal) =>
    parseAnswer(await askText(path, subject, notFound, signal), subject);
  const askList = async (path: string, subject: string, notFound: string, signal?: AbortSignal) =>
    parseListAnswer(await askText(path, subject, notFound, signal), subject);

  async function* download(
    path: () => string,
    name: string,
    notFound: string,
    { signal, progress }: EngineRequestOptions,
  ): AsyncGenerator<Uint8Array> {
    const target = path();
    const { connection, apiVersion } = await open(signal);
    // The engine packs the layers before it sends the first byte.
    const request: EngineRequest = {
      path: `/v${apiVersion}${target}`,
      timeoutMs: timeoutMs * 10,
      signal,
    };
    const message = await connection.send(request);
    if (message.statusCode !== 200) {
      const text = await connection.readText(message, request);
      throw createStatusError(message.statusCode ?? 0, text, name, notFound);
    }
    let done = 0;
    for await (const chunk of connection.read(message, request)) {
      done += chunk.length;
      progress?.({ phase: "pull", message: name, done, unit: "bytes" });
      yield chunk;
    }
  }

  return {
    ping: async ({ signal }: EngineRequestOptions = {}) => ({
      apiVersion: (await open(signal)).apiVersion,
    }),
    version: async ({ signal } = {}) =>
      toEngineVersion(await ask("/version", "version", "The engine has no version", signal)),
    inspectImage: async (name, { signal } = {}) => {
      const path = `/images/${encodeName(name)}/json`;
      return toEngineImage(await ask(path, name, noImage, signal), name);
    },
    exportImage: (name, options = {}) =>
      download(() => `/images/${encodeName(name)}/get`, name, noImage, options),
    inspectContainer: async (name, { signal } = {}) => {
      const path = `/containers/${encodeContainer(name)}/json`;
      return toEngineContainer(await ask(path, name, noContainer, signal), name);
    },
    listContainers: async ({ signal } = {}) =>
      toContainerNames(await askList("/containers/json?all=1", "containers", noContainer, signal)),
    listContainerChanges: async (name, { signal } = {}) => {
      const path = `/containers/${encodeContainer(name)}/changes`;
      return toContainerChanges(await askList(path, name, noContainer, signal));
    },
    exportContainer: (name, options = {}) =>
      download(() => `/containers/${encodeContainer(name)}/export`, name, noContainer, options),
    readDocument: (document, { signal } = {}) =>
      ask(`/${document}`, document, `The engine has no ${document}`, signal),
    readList: (list, { signal } = {}) =>
      askList(listPaths[list], list, `The engine has no ${list}`, signal),
    readHistory: async (name, { signal } = {}) =>
      askList(`/images/${encodeName(name)}/history`, name, noImage, signal),
    inspectExec: async (id, { signal } = {}) =>
      ask(`/exec/${encodeContainer(id)}/json`, id, "The engine does not have the process", signal),
    readStatistics: async (name, { signal } = {}) => {
      // One sample: the engine measures for seconds else.
      const path = `/containers/${encodeContainer(name)}/stats?stream=false&one-shot=true`;
      return toContainerStatistics(await ask(path, name, noContainer, signal));
    },
    updateContainer: async (name, settings, { signal } = {}) => {
      const { connection, apiVersion } = await open(signal);
      const request: EngineRequest = {
        path: `/v${apiVersion}/containers/${encodeContainer(name)}/update`,
        body: JSON.stringify(settings),
        timeoutMs,
        signal,
      };
      const message = await connection.send(request);
      const text = await connection.readText(message, request);
      if (message.statusCode === 200 || message.statusCode === 201) return toWarnings(text);
      throw createStatusError(message.statusCode ?? 0, text, name, noContainer);
    },
    close: async () => {
      opened?.connection.close();
      opened = undefined;
    },
  };
}

const listPaths: Record<EngineList, string> = {
  containers: "/containers/json?all=1",
  images: "/images/json",
  networks: "/networks",
  nodes: "/nodes",
  services: "/services",
  secrets: "/secrets",
};

const noImage = "The engine does not have the image";
const noContainer = "The engine does not have the container";

interface Session {
  readonly connection: EngineConnection;
  readonly apiVersion: string;
}

async function openSession(
  options: EngineOptions,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<Session> {
  const connection = new EngineConnection(await locateEngine(options.host, options.tls));
  const request: EngineRequest = { path: "/_ping", timeoutMs, signal };
  try {
    const message = await connection.send(request);
    const text = await connection.readText(message, request);
    const { subject } = connection;
    if (message.statusCode !== 200)
      throw createStatusError(message.statusCode ?? 0, text, subject, "No engine answers there");
    const offered = message.headers["api-version"];
    return {
      connection,
      apiVersion: chooseApiVersion(typeof offered === "string" ? offered : undefined, subject),
    };
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** The name as a path; slashes stay, as the API wants them. */
function encodeName(name: string): string {
  // No part may lead to another endpoint of the API.
  const isName = /^[A-Za-z0-9[][\w.:/@[\]-]{0,1023}$/.test(name);
  if (isName && name.split("/").every((part) => part !== "" && part !== "." && part !== "..")) {
    return name.replace(/[[\]]/g, encodeURIComponent);
  }
  throw new PlimsollError("INVALID_REFERENCE", "That is not the name or ID of an image", {
    subject: toPlainText(name),
    action: "Give one as `docker images` shows it, such as debian:12.",
  });
}

/** A container's name or ID as a path. */
function encodeContainer(name: string): string {
  if (/^[A-Za-z0-9][\w.-]{0,253}$/.test(name)) return name;
  throw new PlimsollError("INVALID_REFERENCE", "That is not the name or ID of a container", {
    subject: toPlainText(name),
    action: "Give one as `docker ps --all` shows it.",
  });
}
