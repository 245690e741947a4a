import { createHash } from "node:crypto";
import { PlimsollError } from "@plimsoll/core";
import { npmPackageName, npmVersionOf } from "../publish/npm-names.ts";
import { indexFile, signatureFile } from "../shards/index-format.ts";
import { inflateBytes, shardLimits } from "../shards/read-file.ts";
import { fetchBytes } from "./fetch-bytes.ts";
import type { Mirror, MirrorOptions } from "./mirror.ts";
import { findInTar } from "./tar.ts";

const maxMetadataBytes = 16 * 1024 ** 2;

/**
 * Shards as npm packages of a scope, `npm:@plimsoll`: they come from whatever registry or proxy npm
 * itself is configured for by its environment.
 *
 * @throws PlimsollError `INVALID_ARGUMENT`
 */
export function openNpmMirror(address: string, options: MirrorOptions): Mirror {
  const scope = address.slice("npm:".length);
  if (!/^@[a-z0-9][a-z0-9._-]*$/.test(scope)) {
    throw new PlimsollError("INVALID_ARGUMENT", "The mirror does not name a scope of npm", {
      subject: address.slice(0, 200),
      action: "Write npm:@scope.",
    });
  }
  const registry = registryOf(scope);
  const fetchJson = async (path: string, headers: Record<string, string> = {}) => {
    const url = `${registry}/${path}`;
    const { status, bytes, ...answer } = await fetchBytes(url, {
      ...options,
      maxBytes: maxMetadataBytes,
      headers: { accept: "application/json", ...headers },
    });
    const etag = answer.headers.get("etag") ?? "";
    return { status, etag, value: status === 304 ? undefined : parse(bytes, url) };
  };
  const fetchTarball = async (version: Record<string, unknown>) => {
    const { tarball, integrity } = (version.dist ?? {}) as Record<string, unknown>;
    if (typeof tarball !== "string" || typeof integrity !== "string") throw unusable(scope);
    const { bytes } = await fetchBytes(tarball, { ...options, maxBytes: shardLimits.fileBytes });
    requireIntegrity(bytes, integrity, tarball);
    return inflateBytes(bytes, tarball);
  };
  return {
    name: address,
    async fetchIndex(tag) {
      const headers = tag === undefined || tag === "" ? {} : { "if-none-match": tag };
      const path = `${encode(npmPackageName(scope))}/latest`;
      const { etag, value } = await fetchJson(path, headers);
      if (value === undefined) return undefined;
      const tar = await fetchTarball(value);
      const bytes = findInTar(tar, `package/${indexFile}`);
      const signature = findInTar(tar, `package/${signatureFile}`);
      if (!bytes) throw unusable(scope);
      return {
        bytes,
        ...(signature && { signature: signature.toString("utf8") }),
        tag: etag,
      };
    },
    async fetchFile({ name, entry }) {
      const path = `${encode(npmPackageName(scope, entry.key))}/${npmVersionOf(entry)}`;
      const { value } = await fetchJson(path);
      const bytes = value && findInTar(await fetchTarball(value), `package/${name}`);
      if (!bytes) throw unusable(scope);
      return bytes;
    },
    close: async () => {},
  };
}

/** npm's own configuration as it hands it to programs, else its default (npm docs, "config", "scope"). */
function registryOf(scope: string, env: NodeJS.ProcessEnv = process.env): string {
  const url =
    env[`npm_config_${scope}:registry`] ??
    env.npm_config_registry ??
    env.NPM_CONFIG_REGISTRY ??
    "https://registry.npmjs.org";
  return url.replace(/\/+$/, "");
}

const encode = (name: string) => name.replace("/", "%2f");

function parse(bytes: Buffer, subject: string): Record<string, unknown> {
  try {
    const value = JSON.parse(bytes.toString("utf8"));
    if (typeof value === "object" && value !== null) return value;
  } catch {
    // Said below.
  }
  throw new PlimsollError("MALFORMED", "The registry's answer is not JSON", { subject });
}

/** Subresource Integrity as npm writes it: `sha512-<base64>`. */
function requireIntegrity(bytes: Buffer, integrity: string, subject: string): void {
  const [, digest] = /(?:^|\s)sha512-([A-Za-z0-9+/=]+)/.exec(integrity) ?? [];
  if (createHash("sha512").update(bytes).digest("base64") === digest) return;
  throw new PlimsollError("DIGEST_MISMATCH", "The package is not the one that the registry names", {
    subject,
    action: "Try again, or name another mirror.",
  });
}

function unusable(subject: string): PlimsollError {
  return new PlimsollError("MALFORMED", "The npm packages do not hold these advisories", {
    subject,
    action: "Name the scope that `plimsoll advisories publish --npm` was published under.",
  });
}
