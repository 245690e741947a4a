import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  auditLive,
  benchmarkControls,
  parseRecording,
  redactAnswer,
  summariseChanges,
} from "../../src/index.ts";
import { liveExamples } from "../rules/live-examples.ts";
import { containerId, engine, type Json, swarm } from "./sound-engine.ts";

const recordings = Object.values(liveExamples).flatMap(({ fails, passes }) => [
  ...fails,
  ...passes,
]);

function statusOf(recording: Json, rule: string): string[] {
  return auditLive(recording)
    .findings.filter((finding) => finding.rule === rule)
    .map(({ status }) => status);
}

/** Every control of the benchmark with what is said of it. */
function controlsOf(recording: unknown): Map<string, string[]> {
  const controls = new Map<string, string[]>();
  for (const { peers, status } of auditLive(recording).findings) {
    for (const id of new Set([...(peers.cis ?? []), ...(peers["docker-bench"] ?? [])])) {
      controls.set(id, [...(controls.get(id) ?? []), status]);
    }
  }
  return controls;
}

const empty: Json = {
  kind: "plimsoll-live-snapshot",
  schemaVersion: "1.0",
  engine: {},
};

describe("an audit of a running engine", () => {
  it("says something of every control of the benchmark, and its reason unless it passes or fails", () => {
    for (const recording of [engine(), swarm(), empty]) {
      const controls = controlsOf(recording);
      for (const { id } of benchmarkControls) expect(controls.get(id), id).toBeDefined();
      for (const { status, statusReason, rule } of auditLive(recording).findings) {
        if (status === "unknown" || status === "notApplicable") {
          expect(statusReason, rule).toMatch(/\S/);
        }
      }
    }
  });

  it("finds nothing wrong with a sound engine", () => {
    const failed = auditLive(engine()).findings.filter(({ status }) => status === "fail");
    expect(failed.map(({ rule, evidence }) => [rule, evidence?.value])).toEqual([]);
  });

  it("passes nothing that it knows nothing of", () => {
    const passed = auditLive(empty).findings.filter(({ status }) => status === "pass");
    expect(passed.map(({ rule }) => rule)).toEqual([]);
  });

  it("takes a container that the engine did not describe for unknown in every rule", () => {
    const recording = engine() as { engine: { inspected: Json }; faults: Json };
    recording.engine.inspected = {};
    recording.faults[`containers/${containerId}`] = "TIMEOUT: The engine sent nothing";
    const { findings, incomplete } = auditLive(recording);
    const ofContainer = findings.filter(({ location }) => location?.path === "container:web");
    expect(ofContainer.length).toBeGreaterThan(40);
    expect(new Set(ofContainer.map(({ status }) => status))).toEqual(new Set(["unknown"]));
    expect(incomplete).toEqual([
      { code: "TIMEOUT", what: `containers/${containerId}`, why: "The engine sent nothing" },
    ]);
  });

  it("does not pass a container whose setting the engine leaves out or writes in another form", () => {
    for (const value of [undefined, "yes", 7, {}]) {
      expect(statusOf(engine({ hostConfig: { Privileged: value } }), "live-privileged")).toEqual([
        "unknown",
      ]);
    }
    expect(statusOf(engine({ hostConfig: { Memory: "much" } }), "live-memory-limit")).toEqual([
      "unknown",
    ]);
    expect(statusOf(engine({ container: { Mounts: "none" } }), "live-runtime-socket")).toEqual([
      "unknown",
    ]);
  });

  it("leaves what a privileged container has anyway to the rule about privileged ones", () => {
    const recording = engine({ hostConfig: { Privileged: true } });
    expect(statusOf(recording, "live-privileged")).toEqual(["fail"]);
    for (const rule of ["live-seccomp", "live-dangerous-capability", "live-device"]) {
      expect(statusOf(recording, rule), rule).toEqual(["notApplicable"]);
    }
  });

  it("does not call an image mended on the word of a few advisories", () => {
    const rule = "live-image-old";
    expect(statusOf(engine({ scan: { advisories: "baseline" } }), rule)).toEqual(["unknown"]);
    expect(statusOf(engine({ scan: { mendable: 7 } }), rule)).toEqual(["unknown"]);
    expect(statusOf(engine(), rule)).toEqual(["unknown"]);
  });

  it("judges containers that do not run", () => {
    for (const Status of ["created", "exited"]) {
      const recording = engine({
        hostConfig: { Privileged: true },
        container: { State: { Status } },
      });
      expect(statusOf(recording, "live-privileged")).toEqual(["fail"]);
    }
  });

  it("calls settings unknown when the daemon's process or file cannot be read", () => {
    const rules = ["live-daemon-iptables", "live-daemon-userland-proxy", "live-mode-tls-key"];
    const unreadable = engine({ texts: { "/etc/docker/daemon.json": { fault: "EACCES" } } });
    const unseen = engine({ host: { process: { fault: "run as root" } } });
    const torn = engine({ texts: { "/etc/docker/daemon.json": { text: '{"iptables": fa' } } });
    for (const recording of [unreadable, unseen, torn]) {
      for (const rule of rules) expect(statusOf(recording, rule), rule).toEqual(["unknown"]);
    }
  });

  it("calls files unknown that may not be looked at, and does not judge another machine's", () => {
    const path = "/run/containerd/containerd.sock";
    const hidden = engine({ files: { [path]: { fault: "EACCES" } } });
    expect(statusOf(hidden, "live-mode-containerd-socket")).toEqual(["unknown"]);
    const foreign = engine({ host: { foreign: "the engine runs on another kernel" } });
    const ofHost = auditLive(foreign).findings.filter(({ rule }) =>
      /^live-(?:owner|mode|audit|host-(?!net|pid|ipc|uts|userns|cgroupns|interface))/.test(rule),
    );
    expect(new Set(ofHost.map(({ status }) => status))).toEqual(new Set(["unknown"]));
  });

  it("gives every finding a fingerprint of its own", () => {
    for (const recording of recordings) {
      const prints = auditLive(recording).findings.map(({ fingerprint }) => fingerprint);
      expect(new Set(prints).size).toBe(prints.length);
    }
  });

  it("refuses what is no snapshot, and one of a later form", () => {
    for (const value of [null, 7, "text", [], {}, { kind: "other" }]) {
      expect(() => parseRecording(value)).toThrow(/not a snapshot/);
    }
    expect(() => parseRecording({ ...empty, schemaVersion: "2.0" })).toThrow(/version 2.0/);
  });
});

describe("whatever an engine answers", () => {
  it("is judged without a fault of ours, and never better than the truth", () => {
    const junk = fc.oneof(fc.constant(undefined), fc.constant(null), fc.jsonValue({ maxDepth: 2 }));
    fc.assert(
      fc.property(fc.constantFrom(...recordings), fc.nat(), junk, (recording, at, value) => {
        const copy = structuredClone(recording);
        const places = placesOf(copy.engine).concat(placesOf(copy.host));
        const [parent, key] = places[at % places.length]!;
        (parent as Json)[key] = value;
        const { findings } = auditLive(copy);
        expect(findings.length).toBeGreaterThan(0);
      }),
      { numRuns: 400 },
    );
  });
});

describe("what a container changed", () => {
  it("is told where it matters, without the folders around it and what engines write", () => {
    const change = (path: string, kind = "modified") => ({ path, kind });
    const { count, paths } = summariseChanges([
      change("/usr"),
      change("/usr/bin"),
      change("/usr/bin/nc", "added"),
      change("/etc"),
      change("/etc/passwd"),
      change("/etc/resolv.conf"),
      change("/opt/tool", "added"),
      change("/opt/tool/run", "added"),
      change("/tmp/x", "added"),
      change("/var/log/app.log", "added"),
      change("/usr/lib/python3/__pycache__/a.pyc", "added"),
    ]);
    expect(count).toBe(11);
    expect(paths.map(({ path }) => path)).toEqual(["/usr/bin/nc", "/etc/passwd", "/opt/tool"]);
    const many = Array.from({ length: 5_000 }, (_, i) => change(`/etc/${i}`, "added"));
    expect(summariseChanges(many)).toMatchObject({ count: 5_000, paths: { length: 100 } });
  });

  it("is unknown of a container that did not tell, and no matter where nobody asked", () => {
    const asked = engine({ changes: { count: "many" } });
    expect(statusOf(asked, "live-drift")).toEqual(["unknown"]);
    expect(statusOf(engine(), "live-drift")).toEqual(["notApplicable"]);
  });
});

describe("a snapshot", () => {
  it("keeps no values of variables, and no secrets elsewhere", () => {
    const answer = {
      Config: {
        Env: [
          "DB_PASSWORD=hunter2",
          "HARMLESS=private matter",
          "TOK=ghp_abcdefghijklmnopqrstuvwxyz0123456789",
        ],
        Labels: { "com.acme.db-password": "hunter2", team: "a" },
        Cmd: ["app", "--password=hunter2"],
      },
      Args: ["postgres://me:hunter2@db/"],
      JoinTokens: { Worker: "SWMTKN-1-hunter2" },
    };
    const text = JSON.stringify(redactAnswer(answer));
    expect(text).not.toMatch(/hunter2|private matter|ghp_/);
    expect(text).toContain('"team":"a"');
  });

  it("is judged as the engine was", () => {
    for (const recording of recordings) {
      const redacted = { ...recording, engine: redactAnswer(recording.engine) };
      const outcome = (value: unknown) =>
        auditLive(value).findings.map(({ rule, status, location }) => [
          rule,
          status,
          location?.path,
        ]);
      expect(outcome(redacted)).toEqual(outcome(recording));
    }
  });
});

/** Every place in a value where something can be put in the stead of what is there. */
function placesOf(value: unknown): [object, string][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [
    [value, key] as [object, string],
    ...placesOf(each),
  ]);
}
