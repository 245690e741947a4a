import type { IdentityToken, Predicate } from "@plimsoll/sign";
import { readJsonFile } from "../../files/read-json-file.ts";
import { UsageError } from "../arguments.ts";
import { type CommandInput, exitCodes, type Io } from "../command.ts";
import { requireRegistryReference } from "../reference-kind.ts";
import { openSigning, signingFormat } from "../signing.ts";
import { openSigningClient } from "../signing-client.ts";

const maxPredicateBytes = 16 * 1024 * 1024;

export async function run(input: CommandInput, io: Io): Promise<number> {
  const [image, ...more] = input.operands;
  if (image === undefined || more.length > 0) throw new UsageError("Name the one image to attest");
  requireRegistryReference(image, "The attestation is put beside the image in a registry");
  refuseContradictions(input);
  const [{ attestImage }, { parseReference }] = await Promise.all([
    import("@plimsoll/sign"),
    import("@plimsoll/registry"),
  ]);
  const reference = parseReference(image.replace(/^registry:/, ""));
  const allowTag = input.flag("allow-tag");
  if (reference.digest === undefined && !allowTag) {
    throw new UsageError(
      `${image}: a tag may name another image by now. Name the digest (NAME@sha256:…), or say --allow-tag`,
    );
  }
  const format = signingFormat(input, "bundle");
  // Before anything is asked of anybody.
  const stated = await readStatement(input);
  const { identityToken, ...signing } = await openSigning(input, io, format);
  const predicate = stated ?? (await stateProvenance(io, identityToken));
  const client = await openSigningClient(input);
  try {
    const { digest, predicateType } = await attestImage({
      ...{ client, reference, predicate, format, allowTag, signal: io.signal },
      ...signing,
    });
    if (!input.flag("quiet")) await io.out(`attested ${predicateType} for ${digest}\n`);
    return exitCodes.accepted;
  } finally {
    await client.close();
  }
}

function refuseContradictions(input: CommandInput): void {
  const hasFile = input.text("predicate") !== undefined;
  if (hasFile === input.flag("provenance-from-github")) {
    throw new UsageError(
      "Say what to attest: --type TYPE --predicate FILE, or --provenance-from-github",
    );
  }
  if (hasFile && input.text("type") === undefined) {
    throw new UsageError("Say what the file is: --type cyclonedx, spdx, vuln, openvex, a URI …");
  }
}

async function readStatement(input: CommandInput): Promise<Predicate | undefined> {
  const path = input.text("predicate");
  if (path === undefined) return undefined;
  const { readPredicate } = await import("@plimsoll/sign");
  const document = await readJsonFile(path, "The predicate", maxPredicateBytes);
  return readPredicate(input.text("type") ?? "", document);
}

async function stateProvenance(
  io: Io,
  identityToken: IdentityToken | undefined,
): Promise<Predicate> {
  const { slsaProvenanceFromGitHub } = await import("@plimsoll/sign");
  return slsaProvenanceFromGitHub({ env: io.env, identityToken });
}
