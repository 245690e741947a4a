import { isPlimsollError, PlimsollError } from "@plimsoll/core";
import type { RegistryClient, ServiceAnswer, ServiceRequest } from "@plimsoll/registry";
import type { JsonObject } from "../encoding/json.ts";
import { parseJsonObject } from "../encoding/json.ts";
import { dctLimits } from "./limits.ts";
import { defaultServer } from "./names.ts";

/** Where a repository's trust data is, and how long all the work with it may take. */
export interface DctPlace {
  readonly client: RegistryClient;
  readonly gun: string;
  /** Default: the registry's own; https://notary.docker.io for Docker Hub. */
  readonly server?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A document to publish. */
export interface DctUpload {
  readonly role: string;
  readonly bytes: Buffer;
}

/** One repository at a Notary server. Its methods throw the registry's errors, and `TIMEOUT` when all together take too long. */
export interface NotaryServer {
  readonly url: string;
  /** @param name e.g. `timestamp`, `2.root`, `targets/releases.<sha256>`; `undefined` when there is none */
  get(name: string, maxBytes: number): Promise<Buffer | undefined>;
  /** The key that the server holds for a role; it makes one when it has none. */
  getKey(role: "snapshot" | "timestamp"): Promise<JsonObject>;
  /** Has the server make another key. */
  rotateKey(role: "snapshot" | "timestamp"): Promise<JsonObject>;
  /** Publishes all of them or none. False: somebody else has published since they were read. */
  publish(uploads: readonly DctUpload[]): Promise<boolean>;
}

/** @throws PlimsollError `INVALID_ARGUMENT` for a URL that makes no sense, `UNSUPPORTED` for such a client */
export function openServer(place: DctPlace): NotaryServer {
  const { gun } = place;
  const server = place.server ?? defaultServer(gun);
  if (!URL.canParse(server)) {
    throw new PlimsollError("INVALID_ARGUMENT", "The Notary server is not a URL", {
      subject: server.slice(0, 200),
      action: "Give https://HOST or https://HOST:PORT.",
    });
  }
  const base = `${server.replace(/\/+$/, "")}/v2/${gun}/_trust/tuf/`;
  const ask = createAsker(place, server);
  const key = async (method: "GET" | "POST", role: string) => {
    const url = new URL(`${base}${role}.key`);
    const answer = await ask({
      method,
      url,
      actions: "pull,push",
      maxBytes: dctLimits.answerBytes,
    });
    if (answer.status === 200) return parseJsonObject(answer.body);
    throw toError(answer, server, gun);
  };
  return {
    url: server,
    async get(name, maxBytes) {
      const answer = await ask({ method: "GET", url: new URL(`${base}${name}.json`), maxBytes });
      if (answer.status === 404) return undefined;
      if (answer.status === 200) return answer.body;
      throw toError(answer, server, gun);
    },
    getKey: (role) => key("GET", role),
    rotateKey: (role) => key("POST", role),
    async publish(uploads) {
      const { contentType, body } = composeForm(uploads);
      const answer = await ask({
        method: "POST",
        url: new URL(base),
        actions: "pull,push",
        headers: { "content-type": contentType },
        body,
        maxBytes: dctLimits.answerBytes,
      });
      if (answer.status === 200) return true;
      if (codeOf(answer) === "VERSION") return false;
      throw toError(answer, server, gun);
    },
  };
}

type Question = Omit<ServiceRequest, "registry" | "scope" | "signal">;

function createAsker(place: DctPlace, server: string) {
  const { client, gun, signal } = place;
  const deadline = AbortSignal.timeout(dctLimits.timeMs);
  const both = signal === undefined ? deadline : AbortSignal.any([deadline, signal]);
  const [registry = ""] = gun.split("/", 1);
  return async (question: Question): Promise<ServiceAnswer> => {
    if (client.requestService === undefined) {
      throw new PlimsollError("UNSUPPORTED", "This client cannot ask a Notary server");
    }
    try {
      return await client.requestService({ ...question, registry, scope: gun, signal: both });
    } catch (error) {
      if (!deadline.aborted || signal?.aborted || !isPlimsollError(error)) throw error;
      const seconds = dctLimits.timeMs / 1000;
      throw new PlimsollError("TIMEOUT", `The Notary server took more than ${seconds} s`, {
        subject: server,
        cause: error,
      });
    }
  };
}

/** The form that Notary reads: one field `files` for each document, whose file name is the role. */
function composeForm(uploads: readonly DctUpload[]): { contentType: string; body: Buffer } {
  const boundary = `plimsoll-${crypto.randomUUID()}`;
  const parts = uploads.flatMap(({ role, bytes }) => [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="files"; filename="${role}"\r\n` +
        "Content-Type: application/octet-stream\r\n\r\n",
    ),
    bytes,
    Buffer.from("\r\n"),
  ]);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
  };
}

function toError(answer: ServiceAnswer, server: string, gun: string): PlimsollError {
  const { status } = answer;
  const code = codeOf(answer);
  const said = code === undefined ? "" : ` (${code})`;
  if (status === 401 || status === 403) {
    return new PlimsollError(
      status === 401 ? "UNAUTHORIZED" : "FORBIDDEN",
      `The Notary server refuses access${said}`,
      { subject: `${server} ${gun}`, action: "Log in to the registry, or ask for access." },
    );
  }
  if (status === 404) {
    return new PlimsollError("NOT_FOUND", `The Notary server has no such repository${said}`, {
      subject: `${server} ${gun}`,
      action: "Check the names; the registry may have no Notary server.",
    });
  }
  return new PlimsollError(
    status === 429 ? "RATE_LIMITED" : "SERVER_ERROR",
    `The Notary server answers with status ${status}${said}`,
    { subject: `${server} ${gun}`, action: "Try again later, or see the server's log." },
  );
}

/** The code of the first error, as the registry's specification has them; a few capitals. */
function codeOf({ body }: ServiceAnswer): string | undefined {
  try {
    const errors: unknown = parseJsonObject(body).errors;
    const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
    const code = (first as { code?: unknown } | undefined)?.code;
    return typeof code === "string" && /^[A-Z_]{1,64}$/.test(code) ? code : undefined;
  } catch {
    return undefined;
  }
}
