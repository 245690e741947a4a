import {
  createFinding,
  type Finding,
  type FindingKind,
  type FindingStatus,
  type Ignore,
  severities,
} from "@plimsoll/core";
import fc from "fast-check";

const kinds: FindingKind[] = ["vulnerability", "misconfiguration", "secret", "malware", "policy"];
const statuses: FindingStatus[] = ["pass", "fail", "notApplicable", "unknown", "suppressed"];
const ids = ["CVE-2024-1", "CVE-2024-2", "GHSA-aaaa"];
const names = ["lodash", "openssl", "@acme/web"];
const paths = ["usr/bin/su", "app/index.js", "Dockerfile"];

/** Findings that often share ids, packages and paths, so that waivers match some of them. */
export const findingArbitrary: fc.Arbitrary<Finding> = fc
  .record({
    kind: fc.constantFrom(...kinds),
    status: fc.constantFrom(...statuses),
    severity: fc.constantFrom(...severities),
    id: fc.constantFrom(...ids),
    name: fc.constantFrom(...names),
    path: fc.constantFrom(...paths),
    fixed: fc.boolean(),
    rule: fc.constantFrom("vulnerable-package", "dockerfile-user-root"),
    n: fc.nat(1000),
  })
  .map(({ kind, status, severity, id, name, path, fixed, rule, n }) =>
    createFinding({
      rule,
      kind,
      status,
      severity,
      title: `Finding ${n}`,
      package: { purl: `pkg:npm/${name.replace("@", "%40")}@1.0.0`, name, version: "1.0.0" },
      location: { path },
      identity: [id, name, path, String(n)],
      ...(kind === "vulnerability" && {
        vulnerability: { id, feed: "osv/npm", ...(fixed && { fixedVersion: "1.0.1" }) },
      }),
    }),
  );

/** Waivers for the findings above; some have expired by the end of 2026, some match nothing. */
export const ignoreArbitrary: fc.Arbitrary<Ignore> = fc
  .record(
    {
      id: fc.constantFrom(...ids, "CVE-1999-0001"),
      package: fc.constantFrom(...names, "pkg:npm/lodash", "pkg:npm/lodash@1.0.0"),
      path: fc.constantFrom(...paths, "usr/*", "*"),
      rule: fc.constantFrom("vulnerable-package", "dockerfile-user-root"),
      expires: fc.constantFrom("2020-01-01", "2099-01-01"),
    },
    { requiredKeys: [] },
  )
  .map((conditions) => ({ path: "*", ...conditions, reason: "accepted" }));
