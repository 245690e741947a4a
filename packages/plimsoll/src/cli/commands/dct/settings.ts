import { homedir } from "node:os";
import { join } from "node:path";
import type { Reference, RegistryClient } from "@plimsoll/registry";
import type { DctKeys, DctTrust } from "@plimsoll/sign";
import { readTextFile } from "../../../files/read-text-file.ts";
import { UsageError } from "../../arguments.ts";
import type { CommandInput, Io } from "../../command.ts";
import { configFromFlags } from "../../flags.ts";
import { requireRegistryReference } from "../../reference-kind.ts";

const maxCertificateBytes = 1024 * 1024;

/** What every action works with. */
export interface DctSettings {
  readonly client: RegistryClient;
  readonly trust: DctTrust;
  readonly keys: DctKeys;
  readonly signal: AbortSignal;
}

/** Runs an action with a client that is closed in the end. */
export async function withSettings<T>(
  input: CommandInput,
  io: Io,
  act: (settings: DctSettings) => Promise<T>,
): Promise<T> {
  const [{ createRegistryClient }, sign, { config }] = await Promise.all([
    import("@plimsoll/registry"),
    import("@plimsoll/sign"),
    // --key is the private key here, not one that may have signed images.
    configFromFlags({ ...input, texts: (name) => (name === "key" ? [] : input.texts(name)) }),
  ]);
  const store = input.text("store");
  const trust: DctTrust = {
    server: input.text("server") ?? (io.env.DOCKER_CONTENT_TRUST_SERVER || undefined),
    rootKeys: input.texts("root-key"),
    rootCertificates: await Promise.all(
      input.texts("root-ca").map((path) => readTextFile(path, maxCertificateBytes)),
    ),
    roles: input.texts("role"),
    ...(store !== undefined && { store: sign.createDctStore(store) }),
  };
  const keys = sign.openKeyFolder({
    folder: join(input.text("trust-dir") ?? defaultTrustFolder(io.env), "private"),
    passphrase: sign.passphrasesOf(io.env),
  });
  const client = createRegistryClient({ insecure: config.registry?.insecure ?? [], mirrors: {} });
  try {
    return await act({ client, trust, keys, signal: io.signal });
  } finally {
    await client.close();
  }
}

/** The one repository that is named, without a tag. */
export function repositoryOf(operands: readonly string[], action: string): string {
  const [name, ...more] = operands;
  if (name === undefined || more.length > 0) {
    throw new UsageError(`Name the one repository: plimsoll dct ${action} REPOSITORY`);
  }
  return plainName(name);
}

/** Two operands: the repository, and what `second` says. */
export function repositoryAnd(
  operands: readonly string[],
  action: string,
  second: string,
): [gun: string, value: string] {
  const [name, value, ...more] = operands;
  if (name === undefined || value === undefined || more.length > 0) {
    throw new UsageError(`Write plimsoll dct ${action} REPOSITORY ${second}`);
  }
  return [plainName(name), value];
}

/** The one image that is named by its tag. */
export async function tagOf(
  operands: readonly string[],
  action: string,
): Promise<{ gun: string; tag: string; digest: string | undefined }> {
  const [name, ...more] = operands;
  if (name === undefined || more.length > 0) {
    throw new UsageError(`Name the one image by its tag: plimsoll dct ${action} REPOSITORY:TAG`);
  }
  const { parseReference } = await import("@plimsoll/registry");
  const { registry, repository, tag, digest }: Reference = parseReference(plainName(name));
  if (tag === undefined) {
    throw new UsageError("Docker Content Trust knows tags, not digests: name REPOSITORY:TAG");
  }
  return { gun: `${registry}/${repository}`, tag, digest };
}

function plainName(name: string): string {
  requireRegistryReference(name, "Docker Content Trust is about images in a registry");
  return name.replace(/^registry:/, "");
}

function defaultTrustFolder(env: NodeJS.ProcessEnv): string {
  return join(env.DOCKER_CONFIG || join(env.HOME || homedir(), ".docker"), "trust");
}
