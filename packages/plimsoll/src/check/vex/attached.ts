import type { VexFault } from "@plimsoll/advisories";
import { type Inventory, type Subject, toPlimsollError } from "@plimsoll/core";
import type { RegistryClient } from "@plimsoll/registry";
import type { PublicKey } from "@plimsoll/sign";
import type { CheckContext } from "../context.ts";
import { loadKeys } from "../trust.ts";
import type { LoadedVex } from "./load-documents.ts";

/** VEX documents that are attached to an image or to its base image. */
export interface AttachedVex extends LoadedVex {
  /** Digests of the image besides that of its manifest: of the index that lists it. */
  digests: string[];
}

/** OpenVEX, CSAF and CycloneDX VEX as predicates of in-toto statements. */
const vexPredicate =
  /^https:\/\/(?:openvex\.dev\/ns|cyclonedx\.org\/vex|docs\.oasis-open\.org\/csaf\/)/;

/**
 * Looks for VEX attestations beside the image and, where it is known by digest, beside its base image.
 * One that a key of the configuration signed is applied; others are named in a note, or applied too
 * with `vex.trust-unsigned`. Without keys and without that setting nobody asks the registry.
 *
 * @throws PlimsollError `KEY_INVALID` when a key of the configuration cannot be used
 */
export async function findAttachedVex(
  subject: Subject,
  manifestDigest: string | undefined,
  inventory: Inventory,
  client: RegistryClient,
  context: CheckContext,
): Promise<AttachedVex | undefined> {
  const { config, directory, parts, stopwatch } = context;
  const mayTrust = config.trust.keys.length > 0 || config.vex["trust-unsigned"];
  if (!parts.has("vulnerabilities") || !mayTrust) return undefined;
  const images = [
    ...(subject.source === "registry" && manifestDigest !== undefined
      ? [{ reference: subject.reference, digest: manifestDigest, isBase: false }]
      : []),
    ...baseOf(inventory),
  ];
  if (images.length === 0) return undefined;
  const keys = await loadKeys(config, directory);
  const found: AttachedVex = { statements: [], findings: [], incomplete: [], digests: [] };
  await stopwatch.time("attestations", async () => {
    for (const image of images) await readAttestations(image, keys, client, context, found);
  });
  return found;
}

interface AttestedImage {
  reference: string;
  digest: string;
  isBase: boolean;
}

const otherSources =
  /^(?:dir|docker-archive|oci-archive|oci-dir|docker-daemon|container|containers-storage|containerd):/;

function baseOf({ baseImage }: Inventory): AttestedImage[] {
  const { reference, digest } = baseImage ?? {};
  if (reference === undefined || digest === undefined || otherSources.test(reference)) return [];
  return [{ reference, digest, isBase: true }];
}

async function readAttestations(
  { reference, digest, isBase }: AttestedImage,
  keys: readonly PublicKey[],
  client: RegistryClient,
  { config, options }: CheckContext,
  found: AttachedVex,
): Promise<void> {
  const [{ noteVexFaults, readVexDocument }, { parseReference }, { listAttestations }] =
    await Promise.all([
      import("@plimsoll/advisories"),
      import("@plimsoll/registry"),
      import("../verifying.ts"),
    ]);
  const where = `the attestations of ${reference}`;
  const faults: VexFault[] = [];
  try {
    const listed = await listAttestations({
      client,
      reference: parseReference(reference.replace(/^registry:/, "")),
      digest,
      keys,
      wants: (predicateType) => vexPredicate.test(predicateType),
      ...(options.signal && { signal: options.signal }),
    });
    if (!isBase && listed.indexDigest !== undefined) found.digests.push(listed.indexDigest);
    for (const one of listed.unreadable) faults.push({ what: one.digest, why: one.why });
    for (const attestation of listed.attestations) {
      if (attestation.keyId === undefined && !config.vex["trust-unsigned"]) {
        faults.push({ what: attestation.digest, why: attestation.reason });
        continue;
      }
      try {
        const reading = readVexDocument(attestation.predicate, attestation.digest);
        for (const statement of reading.statements) found.statements.push(statement);
        faults.push(...reading.faults);
      } catch (cause) {
        const { message } = toPlimsollError(cause, "MALFORMED", "It cannot be read");
        faults.push({ what: attestation.digest, why: message });
      }
    }
  } catch (cause) {
    const { code, message } = toPlimsollError(cause, "INTERNAL", "The registry was not asked");
    if (code === "ABORTED") throw cause;
    found.incomplete.push({ code, what: where, why: message });
  }
  found.findings.push(...noteVexFaults(where, faults));
}
