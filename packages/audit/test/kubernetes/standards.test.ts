import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { auditKubernetes, auditRules } from "../../src/index.ts";
import { restrictedPod } from "../rules/kubernetes-examples.ts";

/** The checks of the Pod Security admission controller (policy/check_*.go), by level. */
const baseline = [
  "appArmorProfile",
  "capabilities_baseline",
  "hostNamespaces",
  "hostPathVolumes",
  "hostPorts",
  "hostProbesAndHostLifecycle",
  "privileged",
  "procMount",
  "seLinuxOptions",
  "seccompProfile_baseline",
  "sysctls",
  "windowsHostProcess",
];
const restrictedOnly = [
  "allowPrivilegeEscalation",
  "capabilities_restricted",
  "procMount_restricted",
  "restrictedVolumes",
  "runAsNonRoot",
  "runAsUser",
  "seccompProfile_restricted",
];
/** A check of `restricted` that the admission controller runs in place of one of `baseline`. */
const overrides = ["capabilities_baseline", "hostPathVolumes", "seccompProfile_baseline"];

/** What restricted asks for; each generated pod departs from it in few places, so that many pass. */
const sound = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};
const departures = fc.constantFrom<object>(
  {},
  { privileged: true },
  { privileged: false },
  { allowPrivilegeEscalation: undefined },
  { runAsNonRoot: undefined },
  { runAsUser: 0 },
  { runAsUser: 1000 },
  { procMount: "Unmasked" },
  { procMount: "Default" },
  { seccompProfile: { type: "Unconfined" } },
  { seccompProfile: { type: "Localhost" } },
  { seccompProfile: {} },
  { seccompProfile: undefined },
  { appArmorProfile: { type: "Unconfined" } },
  { appArmorProfile: { type: "Localhost" } },
  { seLinuxOptions: { type: "spc_t" } },
  { seLinuxOptions: { type: "container_t" } },
  { capabilities: { drop: ["ALL"], add: ["CHOWN"] } },
  { capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] } },
  { capabilities: { drop: ["all"], add: ["SYS_ADMIN"] } },
  { windowsOptions: { hostProcess: true } },
);
const keys = fc.constantFrom<object>(
  {},
  { ports: [{ hostPort: 80 }] },
  { ports: [{ hostPort: 0 }] },
  { livenessProbe: { httpGet: { host: "h" } } },
);
const containers = fc.record({ departures, keys }).map((each) => ({
  name: "a",
  ...each.keys,
  securityContext: { ...sound, ...each.departures },
}));
const pods = fc
  .record({
    securityContext: fc.oneof(fc.constant({}), departures),
    keys: fc.constantFrom<object>(
      {},
      {},
      { hostNetwork: true },
      { hostUsers: false },
      { hostUsers: true, hostPID: false },
      { volumes: [{ name: "b", hostPath: { path: "/srv" } }] },
      { volumes: [{ name: "a", emptyDir: {} }] },
    ),
    containers: fc.array(containers, { minLength: 1, maxLength: 1 }),
    others: fc.constantFrom<object>(
      {},
      { initContainers: [{ name: "i", securityContext: sound }] },
      { ephemeralContainers: [{ name: "e" }] },
    ),
  })
  .map(({ keys: own, others, ...spec }) => ({ ...spec, ...own, ...others }));

/** The checks that fail for a pod. */
function failed(spec: unknown, minor?: number): Set<string> {
  const text = JSON.stringify({ apiVersion: "v1", kind: "Pod", spec }, undefined, 1);
  const { findings } = auditKubernetes(text, minor === undefined ? {} : { minor });
  return new Set(
    findings.filter(({ status }) => status === "fail").flatMap(({ peers }) => peers?.pss ?? []),
  );
}

describe("the Pod Security Standards", () => {
  it("are covered check by check", () => {
    const covered = new Set(auditRules.flatMap(({ peers }) => peers.pss ?? []));
    expect([...covered].sort()).toEqual([...baseline, ...restrictedOnly].sort());
  });

  it("a pod that passes restricted passes baseline, in every version", () => {
    fc.assert(
      fc.property(pods, fc.constantFrom(24, 30, 34, 35, 37), (spec, minor) => {
        const wrong = failed(spec, minor);
        const restricted = [
          ...baseline.filter((check) => !overrides.includes(check)),
          ...restrictedOnly,
        ];
        fc.pre(!restricted.some((check) => wrong.has(check)));
        expect(baseline.filter((check) => wrong.has(check))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it("hardening a container never makes a check fail that passed", () => {
    fc.assert(
      fc.property(pods, (spec) => {
        const harden = (each: { securityContext: object }) => ({
          ...each,
          securityContext: { ...each.securityContext, ...sound },
        });
        const before = failed(spec);
        const after = failed({ ...spec, containers: spec.containers.map(harden) });
        expect([...after].filter((check) => !before.has(check))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it("the example of a restricted pod fails nothing at all", () => {
    const { findings, incomplete } = auditKubernetes(restrictedPod);
    expect(incomplete).toEqual([]);
    expect(findings.filter(({ status }) => status === "fail").map(({ rule }) => rule)).toEqual([]);
  });

  it("hold as they were in the version asked for", () => {
    const rmem = { securityContext: { sysctls: [{ name: "net.ipv4.tcp_rmem" }] } };
    expect(failed({ ...rmem, containers: [] }, 31)).toContain("sysctls");
    expect(failed({ ...rmem, containers: [] }, 32)).not.toContain("sysctls");
    const engine = { securityContext: { seLinuxOptions: { type: "container_engine_t" } } };
    expect(failed({ ...engine, containers: [] }, 30)).toContain("seLinuxOptions");
    expect(failed({ ...engine, containers: [] }, 31)).not.toContain("seLinuxOptions");
    const probe = { containers: [{ name: "a", livenessProbe: { tcpSocket: { host: "h" } } }] };
    expect(failed(probe, 33)).not.toContain("hostProbesAndHostLifecycle");
    expect(failed(probe, 34)).toContain("hostProbesAndHostLifecycle");
    const users = {
      hostUsers: false,
      containers: [{ name: "a", securityContext: { procMount: "Unmasked" } }],
    };
    expect(failed(users, 34)).toContain("procMount");
    expect(failed(users, 35)).not.toContain("procMount");
    expect(failed(users, 35)).toContain("procMount_restricted");
    expect(failed(users, 34)).toContain("runAsNonRoot");
    expect(failed(users, 35)).not.toContain("runAsNonRoot");
    const windows = { os: { name: "windows" }, containers: [{ name: "a" }] };
    expect(failed(windows, 24)).toContain("allowPrivilegeEscalation");
    expect([...failed(windows, 25)]).toEqual(["runAsNonRoot"]);
  });
});
