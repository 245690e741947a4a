import type { DiscoveredArtifact, DiscoveredSubject, Discovery } from "@plimsoll/sign";
import { printableLine } from "./printable.ts";

/** What lies beside an image, as a table for people. */
export function discoveryText({ reference, subjects, faults }: Discovery): string {
  const lines = [
    printableLine(reference),
    ...subjects.flatMap(describeSubject),
    ...faults.map(({ what, why }) => `not read: ${printableLine(what)}: ${printableLine(why)}`),
    "",
    "Nothing of this was verified: plimsoll verify says who signed.",
  ];
  return `${lines.join("\n")}\n`;
}

function describeSubject(subject: DiscoveredSubject): string[] {
  const name = subject.platform ?? subject.kind;
  const rows = subject.artifacts.map(rowOf);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]!.length)));
  return [
    "",
    `${printableLine(name)}  ${subject.digest}`,
    ...(rows.length === 0 ? ["  nothing"] : []),
    ...rows.map((row) =>
      `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ")}`.trimEnd(),
    ),
  ];
}

const signedWords: Record<DiscoveredArtifact["signedWith"], string> = {
  key: "by key",
  certificate: "by certificate",
  none: "unsigned",
  unknown: "signer unknown",
};

function rowOf(artifact: DiscoveredArtifact): [string, string, string, string] {
  const { kind, format, signedWith, foundBy, digest, predicateType, role } = artifact;
  const about = predicateType ?? role ?? "";
  return [
    kind,
    printableLine(format),
    signedWords[signedWith],
    printableLine([about, `${foundBy} ${digest.slice(0, 19)}`].filter(Boolean).join("  ")),
  ];
}
