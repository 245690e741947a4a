import { writeFile } from "node:fs/promises";
import { PlimsollError } from "@plimsoll/core";
import { UsageError } from "../arguments.ts";
import { type CommandInput, exitCodes, type Io } from "../command.ts";
import { passphraseOf } from "../private-key.ts";
import { requireRegistryReference } from "../reference-kind.ts";
import { openSigning, signingFormat } from "../signing.ts";
import { openSigningClient } from "../signing-client.ts";

export async function run(input: CommandInput, io: Io): Promise<number> {
  const prefix = input.text("generate-key");
  const passphrase = passphraseOf(io.env);
  if (prefix !== undefined) return generate(prefix, passphrase, input, io);

  const [image, ...more] = input.operands;
  if (image === undefined || more.length > 0) throw new UsageError("Name the one image to sign");
  requireRegistryReference(image, "The signature is put beside the image in a registry");
  const annotations = annotationsOf(input.texts("annotation"));
  const [{ signImage }, { parseReference }] = await Promise.all([
    import("@plimsoll/sign"),
    import("@plimsoll/registry"),
  ]);
  const reference = parseReference(image.replace(/^registry:/, ""));
  const format = signingFormat(input, input.flag("keyless") ? "bundle" : "classic");
  const { identityToken: _, ...signing } = await openSigning(input, io, format);
  const client = await openSigningClient(input);
  try {
    const signed = await signImage({
      ...{ client, reference, annotations, format, recursive: input.flag("recursive") },
      ...signing,
      signal: io.signal,
    });
    if (reference.digest === undefined && !input.flag("allow-tag")) {
      io.err(
        `warning: a tag may have moved since the image was built; ${image} named ${signed.digest} when it was signed. Name the digest, or say --allow-tag.\n`,
      );
    }
    const all = [...(signed.platforms ?? []), signed];
    const lines = all.map(({ digest }) => `signed ${digest}\n`).join("");
    if (!input.flag("quiet")) await io.out(lines);
    return exitCodes.accepted;
  } finally {
    await client.close();
  }
}

function annotationsOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      if (at < 1) throw new UsageError(`--annotation ${pair}: write KEY=VALUE`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

async function generate(
  prefix: string,
  passphrase: string | undefined,
  input: CommandInput,
  io: Io,
): Promise<number> {
  const { generateKeyPair } = await import("@plimsoll/sign");
  const pair = await generateKeyPair(passphrase === undefined ? {} : { passphrase });
  try {
    // `wx`: a key that exists is never written over.
    await writeFile(`${prefix}.key`, pair.privateKey, { mode: 0o600, flag: "wx" });
    await writeFile(`${prefix}.pub`, pair.publicKey, { flag: "wx" });
  } catch (cause) {
    throw new PlimsollError(
      "WRITE_FAILED",
      `The key pair could not be written: ${(cause as Error).message}`,
      {
        subject: prefix,
        action: "Choose another prefix; existing keys are not replaced.",
        cause,
      },
    );
  }
  if (!input.flag("quiet")) await io.out(`wrote ${prefix}.key and ${prefix}.pub\n`);
  if (passphrase === undefined) {
    io.err(
      `${prefix}.key is not encrypted; set PLIMSOLL_KEY_PASSPHRASE to protect a key with a passphrase.\n`,
    );
  }
  return exitCodes.accepted;
}
