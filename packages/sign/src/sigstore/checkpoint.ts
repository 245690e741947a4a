import type { TransparencyLogEntry } from "./material.ts";
import type { TrustedLog } from "./trusted-root.ts";

/**
 * What `@sigstore/verify` leaves open about a signed checkpoint (transparency-dev/formats, log/README.md):
 * whether it is of the log that it is checked with, and of the tree that the proof speaks of.
 *
 * @returns a fault, or `undefined`
 */
export function findCheckpointFault(
  { inclusionProof: proof }: TransparencyLogEntry,
  log: TrustedLog,
): string | undefined {
  if (proof === undefined) return undefined;
  const envelope = proof.checkpoint?.envelope;
  if (envelope === undefined) return "its proof comes without a checkpoint";
  const end = envelope.indexOf("\n\n");
  const [origin = "", size = "", rootHash = ""] = envelope.slice(0, end).split("\n");
  const names = namesOf(log.baseURL);
  // Rekor 1 adds the tree's number to its name: "rekor.sigstore.dev - 1193050959916656506".
  if (!names.some((name) => origin === name || origin.startsWith(`${name} - `))) {
    return "its checkpoint is of another log";
  }
  const signatures = envelope.slice(end + 2).split("\n");
  const prefix = log.logID.subarray(0, 4);
  // Witnesses sign the same note under their own names; they are neither needed nor in the way.
  const isSigned = signatures.some((line) => {
    const [dash, name = "", encoded = "", ...rest] = line.split(" ");
    const hint = Buffer.from(encoded, "base64").subarray(0, 4);
    return dash === "—" && names.includes(name) && rest.length === 0 && hint.equals(prefix);
  });
  if (!isSigned) return "its checkpoint is not signed in the name of the log";
  if (size !== String(proof.treeSize)) return "its checkpoint is of a tree of another size";
  if (rootHash !== proof.rootHash.toString("base64")) return "its checkpoint is of another tree";
  return undefined;
}

/** A log calls itself by the host of its address, with or without port and path. */
function namesOf(baseUrl: string): string[] {
  try {
    const { host, hostname, pathname } = new URL(baseUrl);
    const path = pathname.replace(/\/+$/, "");
    return [...new Set([host, hostname, `${host}${path}`])];
  } catch {
    return baseUrl === "" ? [] : [baseUrl];
  }
}
