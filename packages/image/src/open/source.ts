import { PlimsollError } from "@plimsoll/core";

/** The kinds of places that images are read from; the same names stand in front of references. */
export const sourceKinds = [
  "registry",
  "docker-daemon",
  "container",
  "containers-storage",
  "containerd",
  "docker-archive",
  "oci-dir",
  "oci-archive",
  "dir",
] as const;
export type SourceKind = (typeof sourceKinds)[number];

export interface Source {
  kind: SourceKind;
  /** What stands behind `kind:`. */
  rest: string;
}

/**
 * Splits `kind:rest`. Without a kind it is a reference to a registry.
 *
 * @throws PlimsollError `INVALID_REFERENCE`
 */
export function parseSource(reference: string): Source {
  const kind = sourceKinds.find((name) => reference.startsWith(`${name}:`));
  const rest = kind === undefined ? reference : reference.slice(kind.length + 1);
  if (rest.trim() === "") {
    throw new PlimsollError("INVALID_REFERENCE", "The image reference is empty", {
      subject: reference,
      action: `Name an image, e.g. debian:12, or one of ${sourceKinds.join(":…, ")}:…`,
    });
  }
  return { kind: kind ?? "registry", rest };
}
