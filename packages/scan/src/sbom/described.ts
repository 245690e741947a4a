import type { Subject } from "@plimsoll/core";

/** Package URL types of a distribution's packages. */
const distributionTypes = /^pkg:(?:deb|apk|rpm|alpm|opkg|ebuild)\//;

/** True for a package that came with the distribution's package manager. */
export function isOfDistribution({ purl = "" }: { purl?: string }): boolean {
  return distributionTypes.test(purl);
}

/** What a bill of materials is about: of one that was read from a bill of materials, what that describes. */
export function describedBy(subject: Subject): { name: string; digest?: string; isImage: boolean } {
  const { kind, reference, digest, describes } = subject;
  if (kind !== "sbom") {
    return { name: reference, ...(digest ? { digest } : {}), isImage: kind === "image" };
  }
  return {
    name: describes?.name ?? reference,
    ...(describes?.digest ? { digest: describes.digest } : {}),
    isImage: describes?.digest !== undefined,
  };
}

const hexLengths = { sha256: 64, sha384: 96, sha512: 128 } as const;

/** `sha256:…` taken apart, when it is a digest of a registered algorithm (image-spec, descriptor.md). */
export function splitDigest(
  digest: string | undefined,
): { algorithm: keyof typeof hexLengths; hex: string } | undefined {
  const [algorithm = "", hex = ""] = digest?.split(":", 2) ?? [];
  if (!isAlgorithm(algorithm) || !/^[0-9a-f]+$/.test(hex)) return undefined;
  return hex.length === hexLengths[algorithm] ? { algorithm, hex } : undefined;
}

function isAlgorithm(name: string): name is keyof typeof hexLengths {
  return Object.hasOwn(hexLengths, name);
}
