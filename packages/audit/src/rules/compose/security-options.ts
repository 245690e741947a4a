import type { ComposeFile, ComposeService, Setting } from "../../compose/types.ts";
import { references } from "../../rule/references.ts";
import type { ComposeRule } from "../../rule/types.ts";
import { addItem, addToService, removeItem, setScalar } from "../../yaml/edit.ts";
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
        .map((setting) => {
          const fix = removeItem(file, setting, "Remove the option.");
          return observeService(file, service, "security_opt", setting, setting.text, { fix });
        }),
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
      const fix = addOption(file, service, off);
      const value = off?.text ?? "security_opt without no-new-privileges";
      return [observeService(file, service, "security_opt", off ?? service, value, { fix })];
    });
  },
};

function addOption(file: ComposeFile, service: ComposeService, off: Setting<string> | undefined) {
  const option = "no-new-privileges:true";
  const description = `Add ${option} to security_opt.`;
  const last = service.securityOpt.at(-1);
  if (off !== undefined) return setScalar(file, off, option, description);
  if (last !== undefined) return addItem(file, last, option, description);
  return addToService(file, service, ["security_opt:", `  - ${option}`], description);
}

/** Whether an option switches seccomp, AppArmor, SELinux or masked paths off. */
export function isUnconfined(option: string): boolean {
  return (
    /^(?:seccomp|apparmor|systempaths)[=:]unconfined$/i.test(option.trim()) ||
    /^label[=:]disable$/i.test(option.trim())
  );
}

function setsNoNewPrivileges({ value }: Setting<string>): boolean {
  return isNoNewPrivileges(value);
}

/** Whether an option sets no-new-privileges. */
export function isNoNewPrivileges(value: string): boolean {
  return /^no-new-privileges(?:[=:]true)?$/i.test(value.trim());
}
