import { parseAuditWatches } from "../../../live/host-files.ts";
import { auditRuleFile, auditRuleFolder } from "../../../live/host-texts.ts";
import {
  configPathOf,
  containerdSocketsOf,
  filePaths,
  withoutAliases,
} from "../../../live/paths.ts";
import type { LiveSnapshot } from "../../../live/types.ts";
import { references } from "../../../rule/references.ts";
import type { LiveRule } from "../../../rule/types.ts";
import { hostRule, mend, type Said } from "../observe.ts";
import { readHostFile, readHostText } from "./facts.ts";
import { ensureLine, scriptFix } from "./script.ts";

const ruleFile = `${auditRuleFolder}/docker.rules`;

/** What the benchmark wants watched, by the end of the rule's id. Of several paths those that exist count. */
export const auditedPaths: Readonly<Record<string, (snapshot: LiveSnapshot) => readonly string[]>> =
  {
    dockerd: () => ["/usr/bin/dockerd", "/usr/sbin/dockerd", "/usr/local/bin/dockerd"],
    "run-containerd": () => ["/run/containerd"],
    "data-root": ({ engine }) => [engine.dataRoot ?? "/var/lib/docker"],
    "config-folder": () => filePaths.configFolder,
    service: () => filePaths.service,
    "containerd-socket": containerdSocketsOf,
    "docker-socket": () => [...filePaths.socketUnit, "/run/docker.sock"],
    defaults: () => filePaths.defaults,
    config: (snapshot) => [configPathOf(snapshot)],
    "containerd-config": () => [filePaths.containerdConfig],
    sysconfig: () => filePaths.sysconfig,
    containerd: () => programme("containerd"),
    "containerd-shim": () => programme("containerd-shim"),
    "shim-runc-one": () => programme("containerd-shim-runc-v1"),
    "shim-runc-two": () => programme("containerd-shim-runc-v2"),
    runc: () => programme("runc"),
  };

const titles: Readonly<Record<string, string>> = {
  dockerd: "the daemon's program",
  "run-containerd": "the folder of containerd's sockets",
  "data-root": "the engine's data root",
  "config-folder": "/etc/docker",
  service: "docker.service",
  "containerd-socket": "containerd's socket",
  "docker-socket": "docker.socket",
  defaults: "/etc/default/docker",
  config: "the daemon's configuration",
  "containerd-config": "containerd's configuration",
  sysconfig: "/etc/sysconfig/docker",
  "shim-runc-one": "containerd-shim-runc-v1",
  "shim-runc-two": "containerd-shim-runc-v2",
};

/** One rule for each file of the engine that changes should leave a trace of. */
export const auditRuleRules: readonly LiveRule[] = Object.entries(auditedPaths).map(
  ([name, pathsOf]) =>
    hostRule(
      {
        id: `live-audit-${name}`,
        title: `The kernel's audit does not watch ${titles[name] ?? name}`,
        severity: "low",
        description: "Whoever changes it, or uses it as root, leaves no trace.",
        remediation:
          "Add -w PATH -p wa -k docker to /etc/audit/rules.d/docker.rules, and run augenrules --load.",
        references: ["https://man7.org/linux/man-pages/man8/auditctl.8.html", references.cis],
      },
      auditRuleFolder,
      (snapshot) => judgeWatch(snapshot, pathsOf(snapshot)),
    ),
);

function judgeWatch(snapshot: LiveSnapshot, paths: readonly string[]): readonly Said[] {
  const files = paths.map((path) => ({ path, file: readHostFile(snapshot, path) }));
  const there = withoutAliases(files.filter(({ file }) => "mode" in file).map(({ path }) => path));
  if (there.length === 0) {
    const [hidden] = files.flatMap(({ file }) => ("unknown" in file ? [file] : []));
    return [hidden ?? { notApplicable: `${paths[0]} is not there` }];
  }
  const watches = readWatches(snapshot);
  if ("unknown" in watches) return [watches];
  return there
    .filter(
      (path) =>
        !watches.paths.some((watched) => path === watched || path.startsWith(`${watched}/`)),
    )
    .flatMap((path) => mend([{ wrong: `no rule watches ${path}` }], watch(path)));
}

function watch(path: string) {
  // auditctl(8) splits the words of a rule at blanks and knows no quotes.
  if (/\s/.test(path)) return undefined;
  const rule = `-w ${path} -p wa -k docker`;
  return scriptFix(`Add ${rule} to ${ruleFile}.`, "safe", [
    `mkdir -p ${auditRuleFolder}`,
    ensureLine(ruleFile, rule),
  ]);
}

/** Every path that rules watch, with both names of /run. */
function readWatches(snapshot: LiveSnapshot): { paths: readonly string[] } | { unknown: string } {
  const names = Object.hasOwn(snapshot.host.folders, auditRuleFolder)
    ? snapshot.host.folders[auditRuleFolder]!
    : [];
  const files = [
    auditRuleFile,
    ...names.filter((name) => name.endsWith(".rules")).map((name) => `${auditRuleFolder}/${name}`),
  ];
  const paths: string[] = [];
  for (const path of files) {
    const file = readHostText(snapshot, path);
    if ("unknown" in file) return file;
    if ("text" in file) paths.push(...parseAuditWatches(file.text));
  }
  return { paths: paths.map((path) => path.replace(/^\/var\/run(?=\/|$)/, "/run")) };
}

function programme(name: string): string[] {
  return ["/usr/bin", "/usr/sbin", "/usr/local/bin"].map((folder) => `${folder}/${name}`);
}
