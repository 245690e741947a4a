/** A product of Red Hat that brings packages: a repository of a release, under one kind of support. */
export interface RedHatProduct {
  /** `enterprise_linux` for what everybody gets; `rhel_eus`, `rhel_aus` … with a subscription for it. */
  readonly product: string;
  /** `9`, or with a minor release `9.2`; empty where it is not told. */
  readonly version: string;
  /** `baseos`, `appstream`, `crb` …; empty for all of them. */
  readonly repository: string;
}

export const mainProduct = "enterprise_linux";
/** Extended Update Support and its like: fixes for a minor release that others have left. */
const extended = /^rhel_(?:eus|eus_long_life|aus|e4s|tus|els)$/;

/** Reads the CPE of a platform, `cpe:/o:redhat:enterprise_linux:9::baseos`; `undefined` for other products. */
export function parsePlatformCpe(cpe: string): RedHatProduct | undefined {
  const match = /^cpe:\/[ao]:redhat:(\w+):(\d+(?:\.\d+)?)(?:::(\w+))?$/.exec(cpe);
  const [, product = "", version = "", repository = ""] = match ?? [];
  if (product !== mainProduct && !extended.test(product)) return undefined;
  return { product, version, repository };
}

/**
 * Which product a content set belongs to, by the rules of its name: `rhel-9-for-x86_64-baseos-rpms`,
 * `rhel-8-for-x86_64-appstream-eus-rpms__8_DOT_6`, `ubi-9-for-aarch64-appstream-rpms`,
 * `codeready-builder-for-rhel-9-x86_64-rpms`, `rhel-7-server-rpms`. `undefined` for other names.
 */
export function parseContentSet(name: string): RedHatProduct | undefined {
  const [, plain = "", major = "", minor] =
    /^(.*?)(?:__(\d+)(?:_DOT_(\d+))?)?$/.exec(name.slice(0, 200)) ?? [];
  const parts = plain.replace(/-(?:debug-|source-)?rpms$/, "").split("-");
  const isUbi = parts[0] === "ubi";
  const isBuilder = parts[0] === "codeready";
  if (!isUbi && !isBuilder && parts[0] !== "rhel") return undefined;
  const release = parts.find((part) => /^\d+$/.test(part)) ?? major;
  if (release === "") return undefined;
  const support = parts.map((part) => `rhel_${part}`).find((part) => extended.test(part));
  return {
    product: support ?? mainProduct,
    version: minor === undefined ? release : `${release}.${minor}`,
    repository: repositoryIn(parts),
  };
}

/** What a part of a content set's name says of the repository, as CPEs call it. */
const repositories = new Map([
  ["codeready", "crb"],
  ["netweaver", "sap"],
  ["rt", "realtime"],
  ["solutions", "sap_hana"],
  ...[
    "appstream",
    "baseos",
    "client",
    "computenode",
    "highavailability",
    "nfv",
    "resilientstorage",
    "server",
    "supplementary",
    "workstation",
  ].map((name) => [name, name] as const),
]);

function repositoryIn(parts: readonly string[]): string {
  return parts.map((part) => repositories.get(part)).find((name) => name !== undefined) ?? "";
}
