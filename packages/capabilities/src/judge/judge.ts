import type { Finding, Privileges } from "@plimsoll/core";
import type { ImageFacts } from "@plimsoll/image";
import type { ContainerSettings } from "../describe/settings.ts";
import { usersOf } from "../describe/user.ts";
import { judgeFileCapabilities, judgeSetidFiles, judgeUnusableFiles } from "./files.ts";
import { judgeDangerousCapabilities, judgeDefaultCapabilities } from "./held-capabilities.ts";
import { judgePrivileged } from "./privileged.ts";
import {
  judgeCapAddWithoutEffect,
  judgeConfinement,
  judgeUnknownCapabilities,
} from "./settings.ts";
import { judgeUser } from "./user.ts";

/** What the described privileges alone do not tell. */
export interface JudgeOptions {
  /**
   * The settings that were described: without them, switched-off confinement and misspelt
   * capabilities go unseen.
   */
  containers?: readonly ContainerSettings[];
  /** Facts of `capabilityInspectors`: with them, a user that the image does not know is told from root. */
  facts?: ImageFacts;
}

/**
 * The findings about what containers may do. A rule that looked and found all well says so with a
 * finding of status `pass`.
 */
export function judgePrivileges(privileges: Privileges, options: JudgeOptions = {}): Finding[] {
  const users = options.facts && usersOf(options.facts);
  return [
    ...privileges.containers.flatMap((container) => [
      judgePrivileged(container),
      judgeUser(container, users),
      ...judgeDangerousCapabilities(container),
      ...judgeDefaultCapabilities(container),
      ...judgeCapAddWithoutEffect(container),
      ...judgeUnusableFiles(privileges, container),
    ]),
    ...(options.containers ?? []).flatMap((settings) => [
      ...judgeUnknownCapabilities(settings),
      ...judgeConfinement(settings),
    ]),
    ...judgeSetidFiles(privileges),
    ...judgeFileCapabilities(privileges),
  ];
}
