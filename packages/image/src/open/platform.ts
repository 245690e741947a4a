import { formatPlatform, type Platform, PlimsollError } from "@plimsoll/core";

/** Node's names of architectures, and uname's, as Go and OCI name them. */
const architectures: Readonly<Record<string, string>> = {
  x64: "amd64",
  x86_64: "amd64",
  aarch64: "arm64",
  ia32: "386",
  i386: "386",
  i686: "386",
  armhf: "arm",
  ppc64el: "ppc64le",
  ppc64: "ppc64le",
  loong64: "loong64",
};

/** The variant that a platform without one stands for (containerd, platforms/database.go). */
const impliedVariants: Readonly<Record<string, string>> = { arm64: "v8", arm: "v7", amd64: "v1" };

/** Containers are Linux also on machines that are not. */
export function defaultPlatform(): Platform {
  return { os: "linux", architecture: architectures[process.arch] ?? process.arch };
}

/**
 * Reads `os/architecture[/variant]`.
 *
 * @throws PlimsollError `INVALID_ARGUMENT`
 */
export function parsePlatform(text: string): Platform {
  const match = /^([a-z0-9]+)\/([a-z0-9_]+)(?:\/([a-z0-9.]+))?$/.exec(text.toLowerCase());
  if (match === null) {
    throw new PlimsollError("INVALID_ARGUMENT", "This is not a platform", {
      subject: text,
      action: "Write it as os/architecture[/variant], e.g. linux/arm64.",
    });
  }
  const [, os, name, variant] = match;
  const architecture = architectures[name!] ?? name!;
  return { os: os!, architecture, ...(variant && { variant }) };
}

/**
 * How well `offered` serves `wanted`: 0 not at all, more is better. A variant that was not asked
 * for is accepted, the usual one rather than others, and higher ones rather than lower.
 */
export function rankPlatform(wanted: Platform, offered: Platform): number {
  const architecture = architectures[offered.architecture] ?? offered.architecture;
  if (offered.os !== wanted.os || architecture !== wanted.architecture) return 0;
  const implied = impliedVariants[architecture];
  const variant = offered.variant || implied;
  if (wanted.variant) return variant === wanted.variant ? 1 : 0;
  if (variant === implied) return 100;
  return 1 + Math.min(Number(/\d+/.exec(variant ?? "")?.[0] ?? 0), 50);
}

/** The error for a platform that an image does not have. */
export function platformMissing(
  subject: string,
  wanted: Platform,
  offered: readonly Platform[],
): PlimsollError {
  const names = [...new Set(offered.map(formatPlatform))].slice(0, 20);
  return new PlimsollError("NOT_FOUND", `The image has no ${formatPlatform(wanted)}`, {
    subject,
    action: names.length > 0 ? `Choose one of ${names.join(", ")}.` : "It has no image at all.",
  });
}
