import type { Distribution } from "@plimsoll/core";

/** `vendor:product` of CPE names, and `ID` of os-release where that differs from the product. */
const distributionIds: Readonly<Record<string, string>> = {
  "redhat:enterprise_linux": "rhel",
  "redhat:rhel_eus": "rhel",
  "redhat:rhel_els": "rhel",
  "redhat:rhel_aus": "rhel",
  "redhat:rhel_tus": "rhel",
  "redhat:rhel_e4s": "rhel",
  "suse:sles": "sles",
  "suse:suse_linux_enterprise_server": "sles",
  "opensuse:leap": "opensuse-leap",
  "debian:debian_linux": "debian",
  "canonical:ubuntu_linux": "ubuntu",
  "alpinelinux:alpine_linux": "alpine",
};

/**
 * Whether a CPE name (2.2 or 2.3) is that of the distribution. A release named without its minor
 * number holds for all of them; extended support, which few subscribe to, only for its own.
 */
export function isDistribution(cpe: string, distribution: Distribution | undefined): boolean {
  const parts = cpe.replace(/^cpe:(?:2\.3:|\/)/i, "").split(":");
  const [, vendor = "", product = "", named = "", update = ""] = parts;
  if (distribution === undefined || distributionIds[`${vendor}:${product}`] !== distribution.id) {
    return false;
  }
  // SUSE: `sles:15:sp5` is 15.5, and `sles:15` the release before the first service pack.
  const pack = /^sp(\d)$/i.exec(update)?.[1];
  const version = pack === undefined ? named : `${named}.${pack}`;
  const release = distribution.versionId ?? "";
  if (vendor === "suse") return release === version;
  if (version === "" || version === "*" || version === "-") return true;
  return release === version || release.startsWith(`${version}.`);
}
