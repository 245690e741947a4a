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

const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const contexts = fc.record({
  privileged: maybe(fc.boolean()),
  allowPrivilegeEscalation: maybe(fc.constant(false)),
  runAsNonRoot: maybe(fc.boolean()),
  runAsUser: maybe(fc.constantFrom(0, 1000)),
  procMount: maybe(fc.constantFrom("Default", "Unmasked")),
  seccompProfile: maybe(
    fc.constantFrom({ type: "RuntimeDefault" }, { type: "Localhost" }, { type: "Unconfined" }, {}),
  ),
  appArmorProfile: maybe(fc.constantFrom({ type: "RuntimeDefault" }, { type: "Unconfined" })),
  seLinuxOptions: maybe(fc.constantFrom({ type: "container_t" }, { type: "spc_t" }, { user: "u" })),
  capabilities: maybe(
    fc.record({
      drop: fc.constantFrom(["ALL"], ["ALL"], [], ["all"]),
      add: fc.subarray(["NET_BIND_SERVICE", "CHOWN", "SYS_ADMIN"], { maxLength: 1 }),
    }),
  ),
});
const containers = fc.record({
  name: fc.constantFrom("a", "b"),
  securityContext: maybe(contexts),
  ports: maybe(fc.constantFrom([{ hostPort: 80 }], [{ hostPort: 0 }], [])),
  livenessProbe: maybe(fc.constantFrom({ httpGet: { host: "h" } }, { httpGet: {} })),
});
const pods = fc.record({
  hostNetwork: maybe(fc.boolean()),
  hostUsers: maybe(fc.boolean()),
  securityContext: maybe(contexts),
  volumes: maybe(
    fc.subarray([
      { name: "a", emptyDir: {} },
      { name: "b", hostPath: { path: "/srv" } },
      { name: "c", image: { reference: "a" } },
    ]),
  ),
  containers: fc.array(containers, { minLength: 1, maxLength: 2 }),
  initContainers: fc.array(containers, { maxLength: 1 }),
  ephemeralContainers: fc.array(containers, { maxLength: 1 }),
});

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
      { numRuns: 150, maxSkipsPerRun: 1_000 },
    );
  });

  it("hardening a container never makes a check fail that passed", () => {
    const hard = {
      privileged: false,
      allowPrivilegeEscalation: false,
      runAsNonRoot: true,
      capabilities: { drop: ["ALL"] },
      seccompProfile: { type: "RuntimeDefault" },
    };
    fc.assert(
      fc.property(pods, (spec) => {
        const harden = (each: { securityContext?: object | undefined }) => ({
          ...each,
          securityContext: { ...each.securityContext, ...hard },
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
