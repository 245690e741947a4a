import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  auditLive,
  fixDaemonConfig,
  type Recording,
  renderHostScript,
  withDaemonConfig,
} from "../../src/index.ts";
import { engine } from "../live/sound-engine.ts";
import { liveExamples } from "../rules/live-examples.ts";

const findingsOf = (recording: unknown, rule: string) =>
  auditLive(recording).findings.filter((each) => each.rule === rule && each.status === "fail");
const configOf = (recording: unknown) => {
  const text = (recording as Recording).host.texts["/etc/docker/daemon.json"];
  return text !== undefined && "text" in text ? text.text : "";
};

const patched = Object.entries(liveExamples).flatMap(([rule, { fails }]) => {
  const recording = fails.find((each) => findingsOf(each, rule).some(({ fix }) => fix?.patch));
  return recording === undefined ? [] : [{ rule, recording: recording as unknown as Recording }];
});

describe("the patch of a daemon's configuration", () => {
  it("is there for every setting that a file can change", () => {
    expect(patched.map(({ rule }) => rule).sort()).toEqual(
      [
        "live-daemon-base-size",
        "live-daemon-cgroup-parent",
        "live-daemon-content-trust",
        "live-daemon-experimental",
        "live-daemon-icc",
        "live-daemon-iptables",
        "live-daemon-live-restore",
        "live-daemon-log-level",
        "live-daemon-metrics",
        "live-daemon-no-new-privileges",
        "live-daemon-seccomp",
        "live-daemon-ulimits",
        "live-daemon-userland-proxy",
        "live-daemon-userns",
      ].sort(),
    );
  });

  it.each(patched)("of $rule is applied once, and keeps what is there", ({ rule, recording }) => {
    const text = `${JSON.stringify({ "own-key": [1], ...JSON.parse(configOf(recording) || "{}") }, null, 4)}\n`;
    const audit = (edited: string) => auditLive(withDaemonConfig(recording, edited));
    const fixed = fixDaemonConfig(text, "daemon.json", audit, { unsafe: true });
    expect(fixed.applied.map((each) => each.rule)).toContain(rule);
    expect(fixed.refused).toEqual([]);
    expect(fixed.text).toMatch(/^\{\n {4}"own-key": \[\n {8}1\n {4}\]/);
    const again = fixDaemonConfig(fixed.text, "daemon.json", audit, { unsafe: true });
    expect(again).toMatchObject({ text: fixed.text, applied: [] });
  });

  it("is not made where a flag of the daemon's process says it", () => {
    const [finding] = findingsOf(engine({ flags: ["--iptables=false"] }), "live-daemon-iptables");
    expect(finding?.fix?.patch).toBeUndefined();
  });

  it("applies what may change how containers run only when told", () => {
    const recording = engine({
      daemon: { "log-level": "debug", "userland-proxy": true },
    }) as unknown as Recording;
    const audit = (edited: string) => auditLive(withDaemonConfig(recording, edited));
    const { text } = fixDaemonConfig(configOf(recording), "daemon.json", audit);
    expect(text).not.toContain("log-level");
    expect(text).toContain('"userland-proxy":true');
  });

  it("refuses a file that dockerd would not read", () => {
    const audit = () => ({ findings: [], incomplete: [] });
    expect(() => fixDaemonConfig('{"a": 1, // b\n}', "daemon.json", audit)).toThrow(/JSON object/);
    expect(() => fixDaemonConfig('{"a": 1, "a": 2}', "daemon.json", audit)).toThrow(
      /each key once/,
    );
  });
});

describe("the script for a host", () => {
  const recording = engine({
    files: {
      "/etc/docker/key.pem": { type: "file", uid: 0, gid: 0, mode: 0o644 },
      "/etc/default/docker": { type: "file", uid: 0, gid: 0, mode: 0o666 },
      "/run/docker.sock": { type: "socket", uid: 0, gid: 999, mode: 0o666 },
    },
    texts: {
      "/etc/audit/rules.d/docker.rules": { text: "-b 8192\n" },
      "/proc/sys/kernel/kptr_restrict": { text: "0\n" },
      "/etc/group": { text: "root:x:0:\ndocker:x:999:alice\n" },
    },
  });
  const { findings } = auditLive(recording);

  it("has one section for each finding, and leaves out what may lock somebody out", () => {
    const script = renderHostScript(findings, { subject: "unix:///run/docker.sock\nrm -rf /" })!;
    expect(script).not.toMatch(/^rm/m);
    expect(script).toContain(
      "# live-mode-tls-key (safe): The daemon's private key can be read or changed by more accounts than needed\n" +
        "# found: /etc/docker/key.pem has mode 644, at most 400 is needed\n" +
        "if [ -e /etc/docker/key.pem ]; then chmod 0400 /etc/docker/key.pem; fi\n",
    );
    expect(script).toContain(
      "\n# if [ -e /run/docker.sock ]; then chmod 0660 /run/docker.sock; fi\n",
    );
    expect(script).toMatch(/^# if id -nG alice /m);
    expect(script).toMatch(/^# sysctl -q -w kernel.kptr_restrict=1$/m);
    const bold = renderHostScript(findings, { subject: "x", unsafe: true })!;
    expect(bold).toMatch(/^if id -nG alice .* gpasswd -d alice docker; fi$/m);
    expect(bold.match(/^# live-/gm)?.length).toBe(
      findings.filter(({ fix, status }) => status === "fail" && fix?.script).length,
    );
  });

  it("does what it says on a tree of files, and a second time nothing", () => {
    const folder = mkdtempSync(join(tmpdir(), "host-script-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const script = renderHostScript(findings, { subject: "x" })!
      // The machine's own files are none of a test's business.
      .replaceAll(/(?<= |>|=)\/(?=etc\/|run\/)/g, `${folder}/`)
      .replace(/^if command -v augenrules.*$/m, "");
    const rules = join(folder, "etc/audit/rules.d/docker.rules");
    const key = join(folder, "etc/docker/key.pem");
    for (const path of [rules, key]) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, "-b 8192\n");
    }
    chmodSync(key, 0o644);
    const run = () => execFileSync("/bin/sh", ["-c", script]);
    run();
    const once = readFileSync(rules, "utf8");
    expect(once).toContain(" -p wa -k docker\n");
    expect(statSync(key).mode & 0o777).toBe(0o400);
    run();
    expect(readFileSync(rules, "utf8")).toBe(once);
  });

  it("is none where nothing of the host is wrong", () => {
    expect(renderHostScript(auditLive(engine()).findings, { subject: "x" })).toBeUndefined();
  });
});
