import { type ErrorCode, PlimsollError } from "@plimsoll/core";
import { expect, onTestFinished } from "vitest";
import {
  type RegistryServer,
  type RegistryServerOptions,
  startRegistry,
} from "../../../test/support/src/registry.ts";
import {
  createRegistryClient,
  type Reference,
  type RegistryClient,
  type RegistryOptions,
} from "../src/index.ts";

export const imageType = "application/vnd.oci.image.manifest.v1+json";
export const indexType = "application/vnd.oci.image.index.v1+json";

/** A registry and an anonymous client of it, both closed when the test ends. */
export async function setUp(
  serverOptions: RegistryServerOptions = {},
  clientOptions: RegistryOptions = {},
): Promise<{ server: RegistryServer; client: RegistryClient; at: (tag?: string) => Reference }> {
  const server = await startRegistry(serverOptions);
  const client = connect(clientOptions);
  onTestFinished(() => server.close());
  const at = (tag = "1") => ({ registry: server.host, repository: "team/app", tag });
  return { server, client, at };
}

/** A client that is closed when the test ends, and may speak plain HTTP on this machine. */
export function connect(options: RegistryOptions = {}): RegistryClient {
  const client = createRegistryClient({
    credentials: async () => undefined,
    timeoutMs: 2000,
    insecure: ["127.0.0.1"],
    ...options,
  });
  onTestFinished(() => client.close());
  return client;
}

/** Stores an image with one layer under a tag. */
export function storeImage(server: RegistryServer, options: { tag?: string; layer?: Buffer } = {}) {
  const { tag = "1", layer = Buffer.from("layer") } = options;
  const store = server.repository("team/app");
  const digest = store.putBlob(layer);
  const layers = [
    { mediaType: "application/vnd.oci.image.layer.v1.tar", digest, size: layer.length },
  ];
  const config = {
    mediaType: "application/vnd.oci.image.config.v1+json",
    digest: store.putBlob(Buffer.from("{}")),
    size: 2,
  };
  const json = { schemaVersion: 2, mediaType: imageType, config, layers };
  return {
    manifest: store.putManifest(Buffer.from(JSON.stringify(json)), imageType, tag),
    layer: layers[0]!,
  };
}

/** The typed error that the work ends with; fails when it succeeds. */
export async function failureOf(work: Promise<unknown>, code: ErrorCode): Promise<PlimsollError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(PlimsollError);
  expect(`${(error as PlimsollError).code}: ${(error as PlimsollError).message}`).toMatch(
    new RegExp(`^${code}: `),
  );
  return error as PlimsollError;
}

export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}
