import type { Severity } from "@plimsoll/core";
import type { BaselineRow } from "./row.ts";

/** Stable branches, oldest first. */
const branches = Array.from({ length: 15 }, (_, index) => `v3.${index + 10}`);

/** Source package, CVE, severity, summary, version before which nothing is affected, fixed version from each branch on. */
const facts: readonly [
  string,
  string,
  Severity,
  string,
  string,
  Readonly<Record<string, string>>,
][] = [
  [
    "busybox",
    "CVE-2022-28391",
    "high",
    "a host name from DNS steers the terminal of netstat",
    "0",
    { "v3.16": "1.35.0-r7" },
  ],
  [
    "openssl",
    "CVE-2022-0778",
    "high",
    "a crafted certificate makes parsing loop for ever",
    "0",
    { "v3.16": "1.1.1n-r0", "v3.17": "3.0.2-r0" },
  ],
  [
    "openssl",
    "CVE-2022-3602",
    "high",
    "stack overflow over punycode in certificates",
    "3.0.0-r0",
    { "v3.17": "3.0.7-r0" },
  ],
  [
    "openssl",
    "CVE-2023-0286",
    "high",
    "type confusion over X.400 addresses in certificates",
    "0",
    { "v3.18": "3.0.8-r0" },
  ],
  [
    "zlib",
    "CVE-2018-25032",
    "high",
    "memory corruption while compressing crafted input",
    "0",
    { "v3.16": "1.2.11-r4" },
  ],
  [
    "zlib",
    "CVE-2022-37434",
    "critical",
    "heap overflow over a large gzip header field",
    "0",
    { "v3.17": "1.2.12-r2" },
  ],
  [
    "apk-tools",
    "CVE-2021-30139",
    "high",
    "out-of-bounds read while unpacking a package",
    "0",
    { "v3.10": "2.10.6-r0", "v3.13": "2.12.5-r0" },
  ],
  [
    "apk-tools",
    "CVE-2021-36159",
    "critical",
    "out-of-bounds read over numbers in FTP and HTTP answers",
    "0",
    { "v3.15": "2.12.6-r0" },
  ],
  [
    "musl",
    "CVE-2020-28928",
    "medium",
    "buffer overflow in wcsnrtombs",
    "0",
    {
      "v3.10": "1.1.22-r4",
      "v3.11": "1.1.24-r3",
      "v3.12": "1.1.24-r10",
      "v3.13": "1.2.2_pre2-r0",
    },
  ],
  [
    "curl",
    "CVE-2023-38545",
    "critical",
    "heap overflow in the SOCKS5 handshake",
    "7.69.0-r0",
    { "v3.19": "8.4.0-r0" },
  ],
  [
    "openssh",
    "CVE-2024-6387",
    "high",
    "regreSSHion: a race in sshd's signal handler lets anyone run code",
    "8.5_p1-r0",
    { "v3.21": "9.8_p1-r0" },
  ],
  [
    "libwebp",
    "CVE-2023-4863",
    "high",
    "heap overflow over crafted WebP images",
    "0",
    { "v3.19": "1.3.1-r1" },
  ],
  [
    "expat",
    "CVE-2022-25235",
    "critical",
    "malformed UTF-8 is accepted, which lets XML run code in some programs",
    "0",
    { "v3.16": "2.4.5-r0" },
  ],
  [
    "nginx",
    "CVE-2021-23017",
    "high",
    "a DNS answer overwrites a byte of memory",
    "0",
    {
      "v3.10": "1.16.1-r3",
      "v3.11": "1.16.1-r7",
      "v3.12": "1.18.0-r2",
      "v3.13": "1.18.0-r14",
      "v3.14": "1.20.1-r0",
    },
  ],
  [
    "xz",
    "CVE-2024-3094",
    "critical",
    "the release contains a back door",
    "5.6.0-r0",
    { "v3.20": "5.6.1-r2" },
  ],
];

/** From Alpine's security database (secdb). Branches older than the first one named are left out. */
export const alpineBaseline: readonly BaselineRow[] = facts.map(
  ([source, id, severity, summary, introduced, fixed]) => ({
    id,
    severity,
    summary,
    url: `https://security.alpinelinux.org/vuln/${id}`,
    affected: expandBranches(fixed).map(
      ([branch, version]) => [`alpine-${branch}`, source, [[introduced, version]]] as const,
    ),
  }),
);

function expandBranches(fixed: Readonly<Record<string, string>>): [string, string][] {
  let version: string | undefined;
  return branches.flatMap((branch): [string, string][] => {
    version = fixed[branch] ?? version;
    return version === undefined ? [] : [[branch, version]];
  });
}
