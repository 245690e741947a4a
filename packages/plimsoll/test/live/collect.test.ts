import { describe, expect, it } from "vitest";
import { auditEngine, collectLive } from "../../src/index.ts";
import { engineWith, idOf, startEngine } from "./fake-engine.ts";

describe("collecting from an engine", () => {
  it("asks at most eight questions, and one for each container, on a host with one image", async () => {
    const { host, asked } = await startEngine(engineWith(25));
    const { engine, faults } = await collectLive({ dockerHost: host });
    expect(Object.keys(engine.inspected)).toHaveLength(25);
    expect(faults).toEqual({});
    expect(asked.length).toBeLessThanOrEqual(8 + 25);
    expect(new Set(asked).size).toBe(asked.length);
  });

  it("asks running containers what they changed, only when told", async () => {
    const answers = engineWith(2);
    const first = answers[`/containers/${idOf(1)}/json`] as { State: object };
    first.State = { Status: "running" };
    answers[`/containers/${idOf(1)}/changes`] = [{ Path: "/usr/bin/nc", Kind: 1 }];
    const { host, asked } = await startEngine(answers);
    expect((await collectLive({ dockerHost: host })).engine.changes).toBeUndefined();
    expect(asked.filter((url) => url.endsWith("/changes"))).toEqual([]);
    const recording = await collectLive({ dockerHost: host, drift: true });
    expect(recording.engine.changes).toEqual({
      [idOf(1)]: { count: 1, paths: [{ path: "/usr/bin/nc", kind: "added" }] },
    });
    const { findings } = await auditEngine({ recording });
    const drifted = findings.filter(
      ({ rule, status }) => rule === "live-drift" && status === "fail",
    );
    expect(drifted.map(({ location }) => location?.path)).toEqual(["container:c1"]);
  });

  it("asks a manager of a swarm about it, and keeps no secret of what it says", async () => {
    const { host } = await startEngine({
      ...engineWith(1),
      "/info": { Swarm: { LocalNodeState: "active", ControlAvailable: true } },
      "/swarm": { JoinTokens: { Worker: "SWMTKN-hunter2" }, Spec: {} },
      "/services": [],
      "/secrets": [{ Spec: { Name: "hunter2" } }],
    });
    const recording = await collectLive({ dockerHost: host });
    expect(recording.engine.services).toEqual([]);
    expect(recording.engine.secrets).toEqual([{}]);
    expect(JSON.stringify(recording)).not.toContain("hunter2");
  });

  it("goes on when the engine hangs over one container, and calls it unknown", async () => {
    const answers = { ...engineWith(2), [`/containers/${idOf(2)}/json`]: undefined };
    const { host } = await startEngine(answers);
    const recording = await collectLive({ dockerHost: host, timeoutMs: 200 });
    expect(Object.keys(recording.faults)).toEqual([`containers/${idOf(2)}`]);
    const { findings, incomplete } = await auditEngine({ recording });
    const said = (path: string) =>
      findings.find(({ rule, location }) => rule === "live-privileged" && location?.path === path)
        ?.status;
    expect(said("container:c1")).toBe("fail");
    expect(said("container:c2")).toBe("unknown");
    expect(incomplete).toMatchObject([{ code: "TIMEOUT" }]);
  });

  it("passes nothing when the engine lies in every answer", async () => {
    const lies = Object.fromEntries(Object.keys(engineWith(1)).map((path) => [path, "no"]));
    const { host } = await startEngine(lies);
    const report = await auditEngine({ dockerHost: host });
    const passed = report.findings.filter(({ status }) => status === "pass");
    expect(passed.map(({ rule }) => rule)).toEqual([]);
    expect(report.incomplete.map(({ code }) => code)).toContain("SERVER_ERROR");
  });

  it("says what to do when there is no engine", async () => {
    await expect(collectLive({ dockerHost: "unix:///nowhere/docker.sock" })).rejects.toMatchObject({
      code: "UNREACHABLE",
      action: expect.stringContaining("Start the engine"),
    });
  });

  it("does not take files of this machine for those of an engine elsewhere", async () => {
    const { host } = await startEngine(engineWith(0));
    const { host: machine } = await collectLive({ dockerHost: host });
    expect(machine.foreign).toContain("kernel 0.0.1");
    expect(machine.files).toEqual({});
  });
});
