import type { ContainerPrivileges, Finding, PrivilegedFile, Privileges } from "@plimsoll/core";
import { findingSchema } from "@plimsoll/core";
import { describe, expect, it } from "vitest";
import { describePrivileges } from "../../src/describe/privileges.ts";
import type { ContainerSettings } from "../../src/describe/settings.ts";
import { capabilityInspectors } from "../../src/files/inspectors.ts";
import { judgePrivileges } from "../../src/judge/judge.ts";
import { factsOf } from "../support/image-facts.ts";

const passwd = "app:x:1000:1000::/:\n";
const facts = factsOf([{ "etc/passwd": { text: passwd } }], capabilityInspectors);

function judged(settings: Partial<ContainerSettings>, files: PrivilegedFile[] = []): Finding[] {
  const containers = [{ origin: "compose.yaml: services.web", ...settings }];
  const run = { user: "", entrypoint: [], cmd: [] };
  const config = { run } as unknown as Parameters<typeof describePrivileges>[0]["config"];
  const privileges = { ...describePrivileges({ config, facts, layers: [], containers }), files };
  const findings = judgePrivileges(privileges, { containers, facts });
  for (const finding of findings) expect(findingSchema.parse(finding)).toEqual(finding);
  return findings;
}

function failures(findings: readonly Finding[]): [rule: string, severity: string][] {
  return findings
    .filter(({ status }) => status === "fail")
    .map(({ rule, severity }) => [rule, severity]);
}

function file(path: string, more: Partial<PrivilegedFile> = {}): PrivilegedFile {
  return {
    path,
    mode: "4755",
    uid: 0,
    gid: 0,
    setuid: true,
    setgid: false,
    lets: "Do things.",
    layer: "sha256:l",
    ...more,
  };
}

describe("judgePrivileges", () => {
  it("calls a privileged container critical, once", () => {
    expect(failures(judged({ privileged: true }))).toEqual([
      ["privileged-container", "critical"],
      ["root-user", "medium"],
    ]);
  });

  it("reports each dangerous capability that was added, with its own severity", () => {
    const findings = judged({ capAdd: ["SYS_ADMIN", "NET_ADMIN", "NET_BROADCAST"] });
    expect(failures(findings)).toEqual([
      ["root-user", "medium"],
      ["dangerous-capability", "high"],
      ["dangerous-capability", "critical"],
      ["default-capabilities", "low"],
    ]);
    const [netAdmin] = findings.filter(({ rule }) => rule === "dangerous-capability");
    expect(netAdmin).toMatchObject({
      kind: "capability",
      title: "compose.yaml: services.web holds CAP_NET_ADMIN",
      location: { path: "compose.yaml" },
      evidence: { value: "CAP_NET_ADMIN, from cap_add", source: "compose.yaml: services.web" },
      fix: { description: expect.stringContaining("cap_add") },
      peers: { cis: ["5.4"] },
    });
  });

  it("sums up the engine's defaults in one finding, and passes a container that drops them", () => {
    expect(failures(judged({}))).toEqual([
      ["root-user", "medium"],
      ["default-capabilities", "low"],
    ]);
    const findings = judged({ user: "app", capDrop: ["ALL"] });
    expect(failures(findings)).toEqual([]);
    expect(findings.map(({ rule, status }) => [rule, status])).toEqual([
      ["privileged-container", "pass"],
      ["root-user", "pass"],
      ["dangerous-capability", "pass"],
      ["default-capabilities", "pass"],
      ["setuid-file", "pass"],
    ]);
  });

  it("tells who adds capabilities to a user that cannot get them", () => {
    const findings = judged({ user: "app", capAdd: ["NET_ADMIN"] });
    expect(failures(findings)).toEqual([["cap-add-without-effect", "low"]]);
    expect(findings.find(({ status }) => status === "fail")?.title).toContain("CAP_NET_ADMIN");
  });

  it("reports protection that is switched off", () => {
    const securityOpt = [
      "seccomp:unconfined",
      "apparmor=unconfined",
      "label:disable",
      "systempaths=unconfined",
    ];
    expect(failures(judged({ user: "app", capDrop: ["ALL"], securityOpt }))).toEqual([
      ["confinement-disabled", "high"],
      ["confinement-disabled", "medium"],
      ["confinement-disabled", "medium"],
      ["confinement-disabled", "high"],
    ]);
    expect(failures(judged({ user: "app", securityOpt: ["seccomp:strict.json"] }))).toEqual([]);
  });

  it("names the capability that a misspelt one was meant to be", () => {
    const [finding] = judged({ capAdd: ["SYS_ADMN"] }).filter(
      ({ rule }) => rule === "unknown-capability",
    );
    expect(finding).toMatchObject({
      severity: "medium",
      fix: { description: "Did you mean SYS_ADMIN?" },
    });
  });

  it("does not call a user that the image does not know a pass", () => {
    const [finding] = judged({ user: "ghost" }).filter(({ rule }) => rule === "root-user");
    expect(finding).toMatchObject({
      status: "unknown",
      statusReason: expect.stringContaining("ghost"),
    });
  });

  it("reports each setuid file: an unknown one as worse than a well-known one, a shell as critical", () => {
    const findings = judged({ user: "app" }, [
      file("usr/bin/su"),
      file("usr/local/bin/bash"),
      file("usr/local/bin/own"),
      file("usr/bin/wall", { setuid: false, setgid: true, gid: 5, mode: "2755" }),
    ]);
    expect(failures(findings)).toEqual([
      ["setuid-file", "low"],
      ["setuid-file", "critical"],
      ["setuid-file", "medium"],
      ["setuid-file", "low"],
    ]);
    expect(findings.at(-1)).toMatchObject({
      title: "/usr/bin/wall runs with group 5, whoever starts it",
      location: { path: "usr/bin/wall", layer: "sha256:l" },
      evidence: { value: "mode 2755, owner 0:5" },
      peers: { cis: ["4.8", "5.26"] },
    });
  });

  it("passes setuid files that no-new-privileges makes inert", () => {
    const findings = judged({ user: "app", securityOpt: ["no-new-privileges"] }, [
      file("usr/bin/su"),
    ]);
    expect(failures(findings)).toEqual([]);
    expect(findings.at(-1)).toMatchObject({ rule: "setuid-file", status: "pass" });
  });

  it("reports a program that cannot be executed because its capability was dropped", () => {
    const ping = file("bin/ping", { mode: "0755", setuid: false, capabilities: "cap_net_raw=ep" });
    expect(failures(judged({ user: "app", capDrop: ["NET_RAW"] }, [ping]))).toEqual([
      ["file-capability-cannot-run", "low"],
      ["file-capability", "low"],
    ]);
    expect(failures(judged({ user: "app" }, [ping]))).toEqual([["file-capability", "low"]]);
    const dumb = { ...ping, capabilities: "cap_net_raw=p" };
    expect(failures(judged({ user: "app", capDrop: ["ALL"] }, [dumb]))).toEqual([
      ["file-capability", "low"],
    ]);
  });

  it("gives every finding a fingerprint of its own, the same in the next run", () => {
    const files = [
      file("usr/bin/su"),
      file("usr/bin/sudo"),
      file("bin/ping", { capabilities: "cap_net_raw=ep" }),
    ];
    const settings = {
      capAdd: ["SYS_ADMIN", "NET_ADMIN", "X", "Y"],
      securityOpt: ["seccomp=unconfined"],
    };
    const prints = judged(settings, files).map(({ fingerprint }) => fingerprint);
    expect(new Set(prints).size).toBe(prints.length);
    expect(judged(settings, files).map(({ fingerprint }) => fingerprint)).toEqual(prints);
  });

  it("judges privileges that were read from a report, without the settings", () => {
    const container: ContainerPrivileges = {
      origin: "image",
      user: "",
      isRoot: true,
      privileged: false,
      noNewPrivileges: false,
      bounding: [],
      effective: [],
    };
    const privileges: Privileges = { containers: [container], files: [] };
    expect(failures(judgePrivileges(privileges))).toEqual([["root-user", "medium"]]);
  });
});
