import type { Distribution } from "@plimsoll/core";

/** What a line of a release file calls a distribution, and its `ID` in os-release(5). */
const releaseNames: readonly (readonly [phrase: string, id: string, like: readonly string[]])[] = [
  ["red hat", "rhel", ["fedora"]],
  ["centos", "centos", ["rhel", "fedora"]],
  ["almalinux", "almalinux", ["rhel", "centos", "fedora"]],
  ["rocky linux", "rocky", ["rhel", "centos", "fedora"]],
  ["oracle linux", "ol", ["fedora"]],
  // Oracle Linux before 6.
  ["enterprise linux enterprise linux", "ol", ["fedora"]],
  ["scientific linux", "scientific", ["rhel", "fedora"]],
  ["amazon linux", "amzn", ["centos", "rhel", "fedora"]],
  ["fedora", "fedora", []],
  ["cloudlinux", "cloudlinux", ["rhel", "fedora", "centos"]],
  ["eurolinux", "eurolinux", ["rhel", "fedora", "centos"]],
  ["miracle linux", "miraclelinux", ["rhel", "fedora", "centos"]],
  ["virtuozzo", "virtuozzo", ["rhel", "centos", "fedora"]],
  ["anolis os", "anolis", ["rhel", "fedora", "centos"]],
  ["opencloudos", "opencloudos", []],
  ["tencentos", "tencentos", ["rhel", "fedora", "centos"]],
  ["openeuler", "openeuler", []],
  ["euleros", "euleros", ["rhel", "fedora", "centos"]],
  ["cbl-mariner", "mariner", []],
  ["microsoft azure linux", "azurelinux", []],
  ["azure linux", "azurelinux", []],
  ["vmware photon", "photon", []],
  ["suse linux enterprise", "sles", ["suse"]],
  ["opensuse leap", "opensuse-leap", ["suse", "opensuse"]],
  ["opensuse tumbleweed", "opensuse-tumbleweed", ["suse", "opensuse"]],
  ["opensuse", "opensuse", ["suse"]],
  ["mageia", "mageia", ["mandriva", "fedora"]],
  ["gentoo", "gentoo", []],
  ["slackware", "slackware", []],
];

/**
 * The distribution that the first line of a release file tells of: `CentOS Linux release 7.6.1810
 * (Core)`, `Gentoo Base System release 2.6`, `VMware Photon Linux 1.0`, `Slackware 15.0`.
 */
export function parseReleaseFile(text: string): Distribution | undefined {
  const [first = "", ...rest] = text.slice(0, 1024).split(/\r?\n/);
  const name = first.trim();
  const lower = name.toLowerCase();
  const known = releaseNames.find(([phrase]) => lower.startsWith(phrase));
  if (known === undefined) return undefined;
  const [, id, like] = known;
  const versionId = /(?:^|\s)v?(\d{1,8}(?:\.\d{1,12}){0,3})(?=\s|$)/.exec(name)?.[1];
  const patchLevel = id === "sles" ? suseLevel(rest) : undefined;
  return {
    id,
    like: [...like],
    ...(versionId ? { versionId: patchLevel ? `${versionId}.${patchLevel}` : versionId } : {}),
    name,
  };
}

/** `SuSE-release` has the service pack on a line of its own. */
function suseLevel(lines: readonly string[]): string | undefined {
  const level = lines.map((line) => /^PATCHLEVEL\s*=\s*(\d{1,3})\s*$/.exec(line)?.[1]);
  return level.find((found) => found !== undefined && found !== "0");
}

/** What `etc/lsb-release` and `etc/openwrt_release` call a distribution whose `ID` differs. */
const lsbIds = new Map([
  ["manjarolinux", "manjaro"],
  ["elementary os", "elementary"],
  ["opensuse project", "opensuse"],
  ["pop", "pop"],
]);

/** The distribution of the `DISTRIB_` variables, which lsb_release(1) keeps in `etc/lsb-release`. */
export function parseLsbRelease(text: string): Distribution | undefined {
  const values = new Map<string, string>();
  for (const line of text.slice(0, 4096).split(/\r?\n/)) {
    const [, key, value] = /^DISTRIB_([A-Z]{1,16})=["']?([^"']{0,128})/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) values.set(key, value.trim());
  }
  const stated = values.get("ID")?.toLowerCase();
  if (!stated || !/^[a-z0-9][a-z0-9 ._-]*$/.test(stated)) return undefined;
  const id = lsbIds.get(stated) ?? stated.replaceAll(" ", "");
  const versionId = values.get("RELEASE");
  const codename = values.get("CODENAME");
  const name = values.get("DESCRIPTION");
  return {
    id,
    like: [],
    ...(versionId && versionId !== "rolling" ? { versionId } : {}),
    ...(codename ? { codename } : {}),
    ...(name ? { name } : {}),
  };
}

/** `etc/arch-release` is empty: that it is there says everything. */
export function parseArchRelease(): Distribution {
  return { id: "arch", like: [] };
}
