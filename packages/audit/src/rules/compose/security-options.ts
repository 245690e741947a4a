import type { Fix } from "@plimsoll/core";
import type { ComposeFile, ComposeService, Setting } from "../../compose/types.ts";
import { references } from "../../rule/references.ts";
import type { ComposeRule } from "../../rule/types.ts";
import { judgeServices, observePrivileged, observeService } from "./observe.ts";

/** security_opt that switches seccomp, AppArmor, SELinux or masked paths off. */
export const unconfined: ComposeRule = {
  id: "compose-unconfined",
  target: "compose",
  title: "A security profile is switched off",
  severity: "high",
  description:
    "The default profiles keep rarely needed and often attacked parts of the kernel out of reach.",
  remediation: "Remove the option, or name a profile of one's own that allows what is needed.",
  references: [
    `${references.composeServices}#security_opt`,
    "https://docs.docker.com/engine/security/seccomp/",
  ],
  peers: { kics: ["Default seccomp disabled"] },
  check(file) {
    return judgeServices(file, (service) => [
      ...observePrivileged(file, service, "security_opt", "a privileged container has no profiles"),
      ...service.securityOpt
        .filter(({ value }) => isUnconfined(value))
        .map((setting) => observeService(file, service, "security_opt", setting, setting.text)),
    ]);
  },
};

/** Without no-new-privileges a set-uid program gives root back. */
export const noNewPrivileges: ComposeRule = {
  id: "compose-no-new-privileges",
  target: "compose",
  title: "no-new-privileges is not set",
  severity: "low",
  description:
    "A process of an unprivileged user may become root through any set-uid program in the image.",
  remediation: "Add security_opt: [no-new-privileges:true].",
  references: [`${references.composeServices}#security_opt`, references.engineSecurity],
  peers: { kics: ["No new privileges not set", "security_opt not set"] },
  check(file) {
    return judgeServices(file, (service) => {
      if (service.securityOpt.some(setsNoNewPrivileges)) return [];
      const off = service.securityOpt.find(({ value }) => /^no-new-privileges/.test(value));
      const fix = off === undefined ? addOption(file, service) : undefined;
      const value = off?.text ?? "security_opt without no-new-privileges";
      return [observeService(file, service, "security_opt", off ?? service, value, fix && { fix })];
    });
  },
};

/** Puts the option behind the service's name, where the service is written in block style and has none yet. */
function addOption(file: ComposeFile, service: ComposeService): Fix | undefined {
  // The lines at hand are those of the file that is judged.
  if (service.path !== undefined) return undefined;
  const line = file.lines[service.line - 1] ?? "";
  const indent = /^( +)[\w<"']/.exec(file.lines[service.line] ?? "")?.[1] ?? "";
  const isBlock = /:\s*(?:&[\w-]+\s*)?(?:#.*)?$/.test(line) && indent.length >= service.column;
  if (!isBlock || service.securityOpt.length > 0) return undefined;
  const replacement = `${line}\n${indent}security_opt:\n${indent}  - no-new-privileges:true`;
  const edit = { path: file.path, startLine: service.line, endLine: service.line, replacement };
  return { description: "Add no-new-privileges:true to security_opt.", edits: [edit] };
}

function isUnconfined(option: string): boolean {
  return (
    /^(?:seccomp|apparmor|systempaths)[=:]unconfined$/i.test(option.trim()) ||
    /^label[=:]disable$/i.test(option.trim())
  );
}

function setsNoNewPrivileges({ value }: Setting<string>): boolean {
  return /^no-new-privileges(?:[=:]true)?$/i.test(value.trim());
}
