import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { collectHost } from "../../src/live/collect-host.ts";
import { findDaemon } from "../../src/live/find-daemon.ts";
import { HostRoot } from "../../src/live/host-root.ts";

const unixTable = [
  "Num       RefCount Protocol Flags    Type St Inode Path",
  "0000000000000000: 00000002 00000000 00010000 0001 01 4711 /run/docker.sock",
  "0000000000000000: 00000003 00000000 00000000 0001 03 4712 /run/docker.sock",
].join("\n");
const tcpTable = [
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
  "   0: 00000000:0947 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1",
  "   1: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 9999 1",
].join("\n");

/** A root with these files; a value `→ path` is a link. */
async function makeRoot(files: Record<string, string>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "root-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    const place = join(root, path);
    await mkdir(dirname(place), { recursive: true });
    if (content.startsWith("→ ")) await symlink(content.slice(2), place);
    else await writeFile(place, content, { mode: 0o640 });
  }
  return root;
}

/** A machine whose dockerd has process 700, and on which others only call themselves so. */
const machineFiles: Record<string, string> = {
  "/proc/1/net/unix": unixTable,
  "/proc/1/fd/3": "→ socket:[4711]",
  "/proc/1/exe": "→ /usr/lib/systemd/systemd",
  "/proc/600/cmdline": "sleep\0dockerd\0--icc=false\0--userns-remap=default\0",
  "/proc/600/fd/0": "→ /dev/null",
  "/proc/700/exe": "→ /usr/bin/dockerd",
  "/proc/700/cmdline": "/usr/bin/dockerd\0--config-file=/etc/own.json\0",
  "/proc/700/status": "Name:\tdockerd\nUid:\t0\t0\t0\t0\n",
  "/proc/700/fd/3": "→ socket:[4711]",
  "/proc/700/fd/4": "→ socket:[4713]",
  "/proc/700/net/tcp": tcpTable,
  "/proc/800/comm": "sshd\n",
  "/proc/800/cgroup": `0::/system.slice/docker-${"ab".repeat(32)}.scope\n`,
  "/etc/own.json": '{"iptables": false, "tlskey": "/etc/docker/key.pem"}',
  "/etc/docker/key.pem": "key",
  "/etc/docker/certs.d/registry.test/ca.crt": "certificate",
  "/etc/audit/rules.d/docker.rules": "-w /etc/docker -p wa\n",
  "/root/.docker/config.json":
    '{"HttpHeaders":{"X":"c2FpbG9y"},"auths":{"registry.test":{"auth":"c2FpbG9yOng="}}}',
  "/run/docker.sock": "",
  "/var/run": "→ /run",
};
const machine = {
  socket: "/run/docker.sock",
  kernel: undefined,
  name: "ship",
  dataRoot: "/var/lib/docker",
  containerdAddress: undefined,
};

describe("the daemon's process", () => {
  it("is who listens on the socket, whatever others are called", async () => {
    const root = new HostRoot(await makeRoot(machineFiles));
    expect(await findDaemon(root, "/var/run/docker.sock")).toEqual({
      pid: 700,
      uid: 0,
      args: ["/usr/bin/dockerd", "--config-file=/etc/own.json"],
      listens: ["0.0.0.0:2375"],
    });
  });

  it("is not known when nobody who may be seen listens", async () => {
    const { "/proc/700/fd/3": _, ...others } = machineFiles;
    const root = new HostRoot(await makeRoot(others));
    expect(await findDaemon(root, "/run/docker.sock")).toMatchObject({
      fault: expect.stringContaining("service manager"),
    });
    const contained = new HostRoot(
      await makeRoot({
        ...machineFiles,
        "/proc/700/cgroup": `0::/system.slice/docker-${"cd".repeat(32)}.scope\n`,
      }),
    );
    expect(await findDaemon(contained, "/run/docker.sock")).toHaveProperty("fault");
    expect(await findDaemon(root, "/run/other.sock")).toMatchObject({
      fault: expect.stringContaining("nothing listens"),
    });
    const nothing = new HostRoot(await makeRoot({ "/etc/a": "" }));
    expect(await findDaemon(nothing, "/run/docker.sock")).toHaveProperty("fault");
  });
});

describe("a rootless daemon's process", () => {
  it("is found in its own network, with the file of its account", async () => {
    const socket = "/run/user/1000/docker.sock";
    const root = await makeRoot({
      "/etc/passwd": "root:x:0:0::/root:/bin/sh\nalice:x:1000:1000::/home/alice:/bin/sh\n",
      "/home/alice/.config/docker/daemon.json": '{"log-level": "debug"}',
      "/proc/1/net/unix": unixTable,
      "/proc/900/ns/net": "→ net:[5]",
      "/proc/900/net/unix": unixTable.replaceAll("/run/docker.sock", socket),
      "/proc/900/exe": "→ /usr/bin/dockerd",
      "/proc/900/cmdline": "dockerd\0",
      "/proc/900/status": "Name:\tdockerd\nUid:\t1000\t1000\t1000\t1000\n",
      "/proc/900/fd/3": "→ socket:[4711]",
    });
    const host = await collectHost({ ...machine, socket }, root);
    expect(host.process).toMatchObject({ pid: 900, uid: 1000, home: "/home/alice" });
    expect(host.texts["/home/alice/.config/docker/daemon.json"]).toHaveProperty("text");
  });
});

describe("collecting from a host", () => {
  it("reads the file that the daemon reads, the files it names, and processes of containers", async () => {
    const host = await collectHost(machine, await makeRoot(machineFiles));
    expect(host.foreign).toBeUndefined();
    expect(host.texts["/etc/own.json"]).toHaveProperty("text");
    expect(host.files["/etc/docker/key.pem"]).toMatchObject({ type: "file", mode: 0o640 });
    expect(host.files["/etc/docker/certs.d/registry.test/ca.crt"]).toHaveProperty("mode");
    expect(host.files["/usr/bin/runc"]).toEqual({ missing: true });
    const credentials = JSON.stringify(host.texts["/root/.docker/config.json"]);
    expect(credentials).toContain("registry.test");
    expect(credentials).not.toContain("c2FpbG9y");
    expect(host.texts["/etc/audit/rules.d/docker.rules"]).toHaveProperty("text");
    expect(host.processes).toEqual({ ["ab".repeat(32)]: ["sshd"] });
  });

  it("is not taken for a machine with another kernel", async () => {
    const root = await makeRoot({ "/proc/sys/kernel/osrelease": "6.1.0\n" });
    const host = await collectHost({ ...machine, kernel: "6.12.0" }, root);
    expect(host.foreign).toContain("6.12.0");
  });
});

describe("a host's root", () => {
  it("follows links as the host would, never out of the root", async () => {
    const path = await makeRoot({
      "/real": "inside",
      "/absolute": "→ /real",
      "/outside": "→ ../../../../../etc/passwd",
      "/a": "→ /b",
      "/b": "→ /a",
    });
    const root = new HostRoot(path);
    expect(await root.readText("/absolute")).toEqual({ text: "inside" });
    expect(await root.readText("/outside")).toEqual({ missing: true });
    expect(await root.readText("/../../real")).toEqual({ text: "inside" });
    expect(await root.stat("/a")).toEqual({ fault: "ELOOP" });
    expect(await root.stat("/real/below")).toEqual({ missing: true });
    expect(await root.readText("/")).toEqual({ fault: "EISDIR" });
    expect(await root.list("/none")).toEqual([]);
  });
});
