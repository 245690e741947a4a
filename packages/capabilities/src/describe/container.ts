import type { ContainerPrivileges, HeldCapability } from "@plimsoll/core";
import type { ImageConfig, ImageFacts } from "@plimsoll/image";
import { fileCapabilitiesInspector, setidInspector } from "../files/inspectors.ts";
import { findCapability } from "../model/capability.ts";
import { type CapabilitySettings, dockerCapabilities, originOf } from "../model/docker.ts";
import { containerCredentials, execTransition, type Program } from "../model/exec.ts";
import { namesOf, noCapabilities } from "../model/mask.ts";
import { fromFact } from "./files.ts";
import { type ContainerSettings, readSecurityOptions, sortNames } from "./settings.ts";
import { resolveUid, usersOf } from "./user.ts";

/**
 * What one container made from the image may do. Names that are no capability are left out (an
 * engine refuses to start such a container; `judgePrivileges` reports them). A user that cannot be
 * resolved counts as root.
 */
export function describeContainer(
  settings: ContainerSettings,
  run: Pick<ImageConfig["run"], "user" | "entrypoint" | "cmd">,
  facts: ImageFacts,
): ContainerPrivileges {
  const user = settings.user ?? run.user;
  const uid = resolveUid(user, usersOf(facts)) ?? 0;
  const { noNewPrivileges } = readSecurityOptions(settings.securityOpt);
  const privileged = settings.privileged === true;
  const capabilitySettings = {
    privileged,
    capAdd: sortNames(settings.capAdd).known,
    capDrop: sortNames(settings.capDrop).known,
  };

  const bounding = dockerCapabilities(capabilitySettings);
  const program = firstProgram([...run.entrypoint, ...run.cmd][0], facts);
  const started = execTransition(containerCredentials(uid, bounding, noNewPrivileges), program);
  const effective = started.allowed ? started.credentials.effective : noCapabilities;
  return {
    origin: settings.origin,
    user,
    isRoot: uid === 0,
    privileged,
    noNewPrivileges,
    bounding: namesOf(bounding),
    effective: namesOf(effective).map((name) => explain(name, capabilitySettings)),
  };
}

function explain(name: string, settings: CapabilitySettings): HeldCapability {
  const capability = findCapability(name);
  return {
    name,
    severity: capability?.severity ?? "unknown",
    lets: capability?.lets ?? "A capability newer than this table.",
    from: originOf(name, settings),
  };
}

/** The first program's privileges, where it is named by an absolute path that is no symlink. */
function firstProgram(argument: string | undefined, facts: ImageFacts): Program {
  if (!argument?.startsWith("/")) return {};
  const path = argument.slice(1);
  const isIt = (located: { path: string; hiddenBy?: number }) =>
    located.path === path && located.hiddenBy === undefined;
  const setid = facts.of(setidInspector).find(isIt)?.fact;
  const held = facts.of(fileCapabilitiesInspector).find(isIt)?.fact;
  return {
    ...(setid && setid.mode & 0o4000 ? { setuid: setid.uid } : {}),
    ...(setid && setid.mode & 0o2000 ? { setgid: true } : {}),
    ...(held ? { capabilities: fromFact(held) } : {}),
  };
}
