// The audit of a running engine against a real dockerd, given by the environment:
//   PLIMSOLL_TEST_DOCKER_HOST   as DOCKER_HOST, e.g. unix:///var/run/docker.sock
import { request } from "node:http";
import { createEngineClient } from "@plimsoll/engine";
import { writeTar } from "@plimsoll/image";
import { auditEngine, type Report } from "plimsoll";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const host = process.env.PLIMSOLL_TEST_DOCKER_HOST;
const socketPath = host?.startsWith("unix://") ? host.slice("unix://".length) : undefined;
if (!socketPath) console.log("skipped: PLIMSOLL_TEST_DOCKER_HOST names no engine (unix:///path)");

const image = "plimsoll-test/live:1";
const config = { Image: image, Cmd: ["/app"] };

/** Containers as they are made, and the rules that each must fail and must not fail. Truth, not output. */
const containers: Record<string, { settings: object; fails: string[]; passes: string[] }> = {
  "plimsoll-live-bad": {
    settings: {
      ...config,
      User: "root",
      Env: ["DB_PASSWORD=hunter2"],
      HostConfig: {
        NetworkMode: "host",
        PidMode: "host",
        IpcMode: "host",
        UTSMode: "host",
        CapAdd: ["SYS_ADMIN"],
        SecurityOpt: ["seccomp=unconfined"],
        MaskedPaths: [],
        ReadonlyPaths: [],
        Binds: ["/etc:/host-etc", `${socketPath}:/var/run/docker.sock`],
        GroupAdd: ["0"],
        ExtraHosts: ["a:192.0.2.1"],
        LogConfig: { Type: "none" },
        RestartPolicy: { Name: "always" },
        Devices: [
          { PathOnHost: "/dev/kmsg", PathInContainer: "/dev/kmsg", CgroupPermissions: "r" },
        ],
      },
    },
    fails: [
      "live-host-network",
      "live-host-pid",
      "live-host-ipc",
      "live-host-uts",
      "live-dangerous-capability",
      "live-seccomp",
      "live-unmasked-paths",
      "live-sensitive-mount",
      "live-runtime-socket",
      "live-root-group",
      "live-extra-hosts",
      "live-log-none",
      "live-restart",
      "live-device",
      "live-secret-environment",
      "live-user-root",
      "live-memory-limit",
      "live-cpu-limit",
      "live-pids-limit",
      "live-writable-root",
      "live-no-new-privileges",
      "live-healthcheck",
    ],
    passes: ["live-privileged", "live-publish-all"],
  },
  "plimsoll-live-privileged": {
    settings: {
      ...config,
      HostConfig: { Privileged: true, PublishAllPorts: true, NetworkMode: "none" },
    },
    fails: ["live-privileged", "live-publish-all"],
    // Docker Bench lets it pass these; here they point at the first.
    passes: ["live-seccomp", "live-dangerous-capability", "live-device"],
  },
  "plimsoll-live-good": {
    settings: {
      ...config,
      User: "10001",
      Healthcheck: { Test: ["CMD", "/app", "--check"] },
      HostConfig: {
        NetworkMode: "none",
        ReadonlyRootfs: true,
        Memory: 64 * 1024 * 1024,
        NanoCpus: 5e8,
        PidsLimit: 50,
        CapDrop: ["ALL"],
        SecurityOpt: ["no-new-privileges"],
        RestartPolicy: { Name: "on-failure", MaximumRetryCount: 3 },
      },
    },
    fails: [],
    passes: [
      "live-privileged",
      "live-host-network",
      "live-host-pid",
      "live-seccomp",
      "live-unmasked-paths",
      "live-memory-limit",
      "live-cpu-limit",
      "live-pids-limit",
      "live-writable-root",
      "live-no-new-privileges",
      "live-user-root",
      "live-healthcheck",
      "live-restart",
      "live-secret-environment",
      "live-image-moved",
    ],
  },
};
const many = Array.from({ length: 22 }, (_, index) => `plimsoll-live-many-${index}`);

describe.skipIf(!socketPath)("the audit of a real engine", () => {
  let report: Report;
  beforeAll(async () => {
    await removeAll();
    const files = writeTar([{ path: "app", content: "#!/bin/sh\n" }]);
    await send("POST", "/images/create?fromSrc=-&repo=plimsoll-test/live&tag=1", files);
    for (const [name, { settings }] of Object.entries(containers)) await create(name, settings);
    for (const name of many) await create(name, config);
    report = await auditEngine({ dockerHost: host! });
  });
  afterAll(async () => {
    await removeAll();
    await send("DELETE", `/images/${image}`);
  });

  it.each(Object.entries(containers))(
    "finds in %s what is wrong, and nothing else",
    (name, truth) => {
      const failed = new Set(
        report.findings
          .filter(
            ({ status, location }) => status === "fail" && location?.path === `container:${name}`,
          )
          .map(({ rule }) => rule),
      );
      for (const rule of truth.fails) expect(failed, rule).toContain(rule);
      for (const rule of truth.passes) expect(failed, rule).not.toContain(rule);
    },
  );

  it("could ask everything, and prints how long 25 containers took", () => {
    expect(report.incomplete).toEqual([]);
    console.log(
      `live audit of ${Object.keys(containers).length + many.length} containers: ${report.timing.totalMs} ms`,
    );
  });

  it("finds the daemon's process by its socket and reads what that was started with", () => {
    const iptables = report.findings.find(({ rule }) => rule === "live-daemon-iptables");
    // test/services/services.sh starts it with --iptables=false.
    expect(iptables?.evidence?.value).toContain("command line of process");
  });

  it("says something of every host control", () => {
    const unknown = report.findings.filter(
      ({ status, location }) => status === "unknown" && location?.path === "host",
    );
    expect(unknown.map(({ rule, statusReason }) => [rule, statusReason])).toEqual([]);
  });
});

describe.skipIf(!socketPath)("fixes of a real engine's containers", () => {
  const name = "plimsoll-live-update";
  beforeAll(async () => {
    await send("DELETE", `/containers/${name}?force=true`);
    const files = writeTar([{ path: "app", content: "#!/bin/sh\n" }]);
    await send("POST", "/images/create?fromSrc=-&repo=plimsoll-test/live&tag=1", files);
    await create(name, { ...config, HostConfig: { RestartPolicy: { Name: "always" } } });
  });
  afterAll(async () => {
    await send("DELETE", `/containers/${name}?force=true`);
    await send("DELETE", `/images/${image}`);
  });

  it("change limits and the restart policy, and the engine then has them", async () => {
    const rules = ["live-memory-limit", "live-pids-limit", "live-restart"];
    const failing = async () => {
      const { findings } = await auditEngine({ dockerHost: host! });
      return findings.filter(
        ({ status, location, rule }) =>
          status === "fail" && location?.path === `container:${name}` && rules.includes(rule),
      );
    };
    const found = await failing();
    expect(found.map(({ rule }) => rule).sort()).toEqual(rules);
    const client = createEngineClient({ host: host! });
    for (const { fix } of found) {
      await client.updateContainer(fix!.update!.container, fix!.update!.body);
    }
    const { raw } = await client.inspectContainer(name);
    await client.close();
    expect(raw.HostConfig).toMatchObject({
      Memory: 512 * 1024 * 1024,
      PidsLimit: 200,
      RestartPolicy: { Name: "on-failure", MaximumRetryCount: 5 },
    });
    expect(await failing()).toEqual([]);
  });
});

async function create(name: string, settings: object): Promise<void> {
  const body = Buffer.from(JSON.stringify(settings));
  const status = await send("POST", `/containers/create?name=${name}`, body, "application/json");
  expect(status, name).toBe(201);
}

async function removeAll(): Promise<void> {
  for (const name of [...Object.keys(containers), ...many]) {
    await send("DELETE", `/containers/${name}?force=true`);
  }
}

function send(
  method: string,
  path: string,
  body?: Buffer,
  type = "application/x-tar",
): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request({
      socketPath: socketPath!,
      method,
      path,
      headers: { "content-type": type },
    });
    sent.on("error", reject);
    sent.on("response", (response) => {
      response.resume().on("end", () => resolve(response.statusCode ?? 0));
    });
    sent.end(body);
  });
}
