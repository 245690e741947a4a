import { createFinding, type Finding, type Report, severities } from "@plimsoll/core";

const diffIds = ["a", "b", "c", "d"].map((digit) => `sha256:${digit.repeat(64)}`);

/** Strings that try to leave their place in every format that is written. */
export const hostileStrings = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "--><svg onload=alert(1)>",
  "</details></table><h1>owned</h1>",
  "@octocat please look, fixes #1 and acme/shop#2, GH-3",
  "![pixel](https://evil.example/p.png) [click](javascript:alert(1))",
  "| a | b |\n| - | - |\n# heading\n- [ ] task",
  "`code` ``more`` ~~~ ``` $x$ *bold* _it_ <!-- plimsoll:v1 key=abc -->",
  "\u001b[31mred\u001b[0m\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007\u0007\b\r",
  "user\u202egnp.exe\u2066 zero\u200bwidth \ud800 lone",
  "::error file=app.js,line=1::injected\n::set-output name=x::y",
  "https://evil.example www.evil.example mailto:a@evil.example",
  "<style>body{display:none}</style>&lt;b&gt;",
  "../../../../etc/passwd%00",
  "💥漢字".repeat(40),
] as const;

/** A finished report of an ordinary, leaky service, as a check of a real image makes it. */
export function sampleReport(): Report {
  return {
    schemaVersion: "1.0",
    tool: { name: "plimsoll", version: "0.4.0" },
    subject: {
      kind: "image",
      reference: "ghcr.io/acme/shop:1.4",
      source: "registry",
      digest: `sha256:${"5a".repeat(32)}`,
      imageId: `sha256:${"1c".repeat(32)}`,
      platform: { os: "linux", architecture: "amd64" },
      created: "2026-10-01T08:00:00Z",
    },
    inventory: {
      distribution: {
        id: "debian",
        like: [],
        versionId: "12",
        codename: "bookworm",
        name: "Debian GNU/Linux 12 (bookworm)",
      },
      layers: [
        { index: 0, diffId: diffIds[0]!, createdBy: "/bin/sh -c #(nop) ADD file:3f2 in / " },
        {
          index: 1,
          diffId: diffIds[1]!,
          createdBy: "RUN /bin/sh -c apt-get update && apt-get install -y openssl # buildkit",
        },
        {
          index: 2,
          diffId: diffIds[2]!,
          createdBy: "COPY package.json package-lock.json ./ # buildkit",
        },
        { index: 3, diffId: diffIds[3]!, createdBy: "RUN /bin/sh -c npm ci # buildkit" },
      ],
      packages: [
        npmPackage("lodash", "4.17.4"),
        npmPackage("minimist", "1.2.0"),
        npmPackage("@acme/cart", "2.0.1"),
        npmPackage("express", "4.15.2"),
        debPackage("openssl", "3.0.11-1~deb12u2"),
        debPackage("zlib1g", "1:1.2.13.dfsg-1"),
        debPackage("bash", "5.2.15-2+b7"),
      ],
    },
    advisories: {
      source: "baseline",
      updated: "2026-11-01T00:00:00Z",
      advisories: 61,
      note: "Build full data with `plimsoll advisories build`.",
    },
    findings: [
      ...vulnerabilities(),
      ...settings(),
      createFinding({
        rule: "ignore-expired",
        kind: "policy",
        severity: "medium",
        title: "The waiver for id CVE-2020-7598 expired on 2026-09-30",
        description: "An expired waiver suppresses nothing. It would match 1 finding.",
        fix: { description: "Fix what it waived, or renew it." },
        identity: ["CVE-2020-7598"],
      }),
    ],
    trust: {
      result: "verified",
      reason: "Signed by one of the given keys.",
      digest: `sha256:${"5a".repeat(32)}`,
      signatures: [
        {
          format: "cosign-simplesigning",
          digest: `sha256:${"77".repeat(32)}`,
          keyId: "9f".repeat(32),
          result: "verified",
          checks: [
            { name: "signature", result: "pass", reason: "ECDSA P-256 over the payload holds." },
            { name: "payload-digest", result: "pass", reason: "The payload names this digest." },
            { name: "transparency-log", result: "skipped", reason: "Key-based: no log was asked." },
          ],
        },
      ],
    },
    privileges: {
      containers: [
        {
          origin: "image",
          user: "",
          isRoot: true,
          privileged: false,
          noNewPrivileges: false,
          bounding: ["CAP_CHOWN", "CAP_NET_RAW", "CAP_SETUID"],
          effective: [
            {
              name: "CAP_NET_RAW",
              severity: "medium",
              lets: "Forge packets and answer for other hosts on the same network.",
              from: "default",
            },
            {
              name: "CAP_CHOWN",
              severity: "low",
              lets: "Take over any file that the container can reach.",
              from: "default",
            },
          ],
        },
        {
          origin: "compose.yaml: services.web",
          user: "1000",
          isRoot: false,
          privileged: true,
          noNewPrivileges: true,
          bounding: ["CAP_SYS_ADMIN"],
          effective: [
            {
              name: "CAP_SYS_ADMIN",
              severity: "critical",
              lets: "Mount file systems and thereby leave the container.",
              from: "privileged",
            },
          ],
        },
      ],
      files: [
        {
          path: "usr/bin/su",
          layer: diffIds[0]!,
          mode: "4755",
          uid: 0,
          gid: 0,
          setuid: true,
          setgid: false,
          lets: "Become another user with that user's password.",
        },
        {
          path: "usr/bin/ping",
          layer: diffIds[1]!,
          mode: "755",
          uid: 0,
          gid: 0,
          setuid: false,
          setgid: false,
          capabilities: "cap_net_raw=ep",
          lets: "Send raw packets.",
        },
      ],
    },
    verdict: {
      result: "fail",
      reasons: [
        "3 fixable vulnerabilities of high or critical severity: CVE-2019-10744 in lodash 4.17.4, CVE-2021-44906 in minimist 1.2.0 and CVE-2023-5363 in openssl 3.0.11-1~deb12u2.",
        "1 secret of critical severity: A private key lies in the image (app/.ssh/id_ed25519).",
        "1 part could not be inspected: app/data/huge.bin.",
      ],
    },
    incomplete: [
      {
        code: "LIMIT_EXCEEDED",
        what: "app/data/huge.bin",
        why: "The file is larger than 64 MiB.",
        layer: diffIds[3]!,
      },
    ],
    timing: {
      startedAt: "2026-11-23T10:00:00.000Z",
      totalMs: 1840.5,
      phases: { pull: 620, walk: 1010, match: 45 },
    },
  };
}

/** The sample with every free text replaced by hostile ones, in turn. */
export function hostileReport(): Report {
  let next = 0;
  const keep = new Set([
    "schemaVersion",
    "kind",
    "severity",
    "confidence",
    "status",
    "result",
    "os",
  ]);
  const spoil = (value: unknown, key = ""): unknown => {
    if (typeof value === "string") {
      if (keep.has(key) || key === "source") return value;
      next += 1;
      return hostileStrings[next % hostileStrings.length];
    }
    if (Array.isArray(value)) return value.map((element) => spoil(element, key));
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, spoil(v, k)]));
    }
    return value;
  };
  return spoil(sampleReport()) as Report;
}

/** The sample with `count` vulnerabilities in its one big package list. */
export function largeReport(count: number): Report {
  const report = sampleReport();
  const findings = Array.from({ length: count }, (_, i) =>
    vulnerability({
      id: `CVE-2024-${10_000 + i}`,
      name: `package-${i % 97}`,
      version: "1.0.0",
      severity: severities[i % severities.length]!,
      summary: "A flaw that lets an attacker do what they should not be able to do",
      ...(i % 3 > 0 && { fixedVersion: "1.0.1" }),
    }),
  );
  return { ...report, findings };
}

function npmPackage(name: string, version: string) {
  return {
    purl: `pkg:npm/${name.replace("@", "%40")}@${version}`,
    name,
    version,
    type: "npm",
    licences: ["MIT"],
    layer: diffIds[3]!,
    locations: [{ path: `app/node_modules/${name}/package.json`, layer: diffIds[3]! }],
  };
}

function debPackage(name: string, version: string) {
  return {
    purl: `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=amd64&distro=debian-12`,
    name,
    version,
    type: "deb",
    architecture: "amd64",
    source: { name, version },
    licences: [],
    layer: diffIds[0]!,
    locations: [{ path: "var/lib/dpkg/status", layer: diffIds[1]! }],
  };
}

function vulnerability(about: {
  id: string;
  aliases?: string[];
  name: string;
  version: string;
  severity: Finding["severity"];
  summary: string;
  fixedVersion?: string;
  cvss?: { score: number; vector: string };
}): Finding {
  const { id, aliases, name, version, severity, summary, fixedVersion, cvss } = about;
  return createFinding({
    rule: "vulnerable-package",
    kind: "vulnerability",
    severity,
    title: `${name} ${version}: ${summary}`,
    description: `${summary}. An attacker who reaches the service can use it.`,
    package: { purl: `pkg:npm/${name.replace("@", "%40")}@${version}`, name, version },
    vulnerability: {
      id,
      aliases: aliases ?? [],
      feed: "osv/npm",
      summary,
      ...(fixedVersion !== undefined && { fixedVersion }),
      ...(cvss !== undefined && { cvss }),
      published: "2024-02-01T00:00:00Z",
    },
    location: { path: `app/node_modules/${name}/package.json`, layer: diffIds[3]! },
    evidence: { value: `${name} ${version}`, source: `app/node_modules/${name}/package.json` },
    ...(fixedVersion !== undefined && {
      fix: { description: `Upgrade ${name} to ${fixedVersion} or later.` },
    }),
    references: [`https://nvd.nist.gov/vuln/detail/${id}`],
    identity: [id, name],
  });
}

function vulnerabilities(): Finding[] {
  return [
    vulnerability({
      id: "CVE-2021-44906",
      name: "minimist",
      version: "1.2.0",
      severity: "critical",
      summary: "Prototype pollution through parsed arguments",
      fixedVersion: "1.2.6",
      cvss: { score: 9.8, vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" },
    }),
    vulnerability({
      id: "CVE-2019-10744",
      aliases: ["GHSA-jf85-cpcp-j695"],
      name: "lodash",
      version: "4.17.4",
      severity: "critical",
      summary: "Prototype pollution in defaultsDeep",
      fixedVersion: "4.17.12",
      cvss: { score: 9.1, vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:H" },
    }),
    {
      ...vulnerability({
        id: "CVE-2023-5363",
        name: "openssl",
        version: "3.0.11-1~deb12u2",
        severity: "high",
        summary: "Wrong key and initialisation vector lengths are accepted",
        fixedVersion: "3.0.11-1~deb12u3",
      }),
      location: { path: "var/lib/dpkg/status", layer: diffIds[1]! },
    },
    vulnerability({
      id: "CVE-2022-24999",
      name: "express",
      version: "4.15.2",
      severity: "high",
      summary: "A crafted query string stops the process",
    }),
    {
      ...vulnerability({
        id: "CVE-2020-8203",
        name: "lodash",
        version: "4.17.4",
        severity: "high",
        summary: "Prototype pollution in zipObjectDeep",
        fixedVersion: "4.17.19",
      }),
      status: "suppressed",
      suppression: { reason: "zipObjectDeep is not called", expires: "2027-03-31" },
    },
    vulnerability({
      id: "CVE-2026-0007",
      name: "@acme/cart",
      version: "2.0.1",
      severity: "unknown",
      summary: "Prices can be negative",
      fixedVersion: "2.0.2",
    }),
  ];
}

function settings(): Finding[] {
  return [
    createFinding({
      rule: "secret-private-key",
      kind: "secret",
      severity: "critical",
      title: "A private key lies in the image",
      description: "Whoever can pull the image can use the key.",
      location: { path: "app/.ssh/id_ed25519", line: 1, layer: diffIds[2]! },
      evidence: { value: "-----BEGIN OPENSSH PRIVATE KEY----- …", source: "app/.ssh/id_ed25519" },
      fix: { description: "Revoke the key, and mount the new one as a secret at run time." },
      identity: ["app/.ssh/id_ed25519"],
    }),
    createFinding({
      rule: "dockerfile-user-root",
      kind: "misconfiguration",
      severity: "high",
      title: "The container runs as root",
      description: "A flaw in the service gives an attacker root in the container.",
      location: { path: "Dockerfile", line: 9, instruction: 'CMD ["node", "server.js"]' },
      evidence: { value: "no USER instruction", source: "Dockerfile" },
      fix: {
        description: "Add `USER node` before CMD.",
        edits: [
          {
            path: "Dockerfile",
            startLine: 9,
            endLine: 9,
            replacement: 'USER node\nCMD ["node", "server.js"]',
          },
        ],
      },
      references: ["https://docs.docker.com/build/building/best-practices/#user"],
      peers: { hadolint: ["DL3002"], cis: ["4.1"] },
      identity: ["user"],
    }),
    createFinding({
      rule: "compose-privileged",
      kind: "capability",
      severity: "critical",
      title: "Service web runs privileged",
      location: { path: "deploy/compose.yaml", line: 12, column: 5 },
      evidence: { value: "privileged: true", source: "services.web" },
      fix: { description: "Remove `privileged: true` and add the one capability it needs." },
      identity: ["web"],
    }),
    createFinding({
      rule: "image-healthcheck",
      kind: "misconfiguration",
      severity: "low",
      title: "The image has no health check",
      identity: [],
    }),
    createFinding({
      rule: "image-no-secrets-in-env",
      kind: "misconfiguration",
      severity: "high",
      status: "pass",
      title: "No secret in the environment",
      identity: [],
    }),
    createFinding({
      rule: "image-file-modes",
      kind: "misconfiguration",
      severity: "medium",
      status: "unknown",
      statusReason: "Layer 4 could not be read to its end.",
      title: "World-writable files",
      identity: [],
    }),
    createFinding({
      rule: "compose-host-network",
      kind: "misconfiguration",
      severity: "high",
      status: "notApplicable",
      statusReason: "No service sets a network mode.",
      title: "Host network",
      identity: [],
    }),
  ];
}
