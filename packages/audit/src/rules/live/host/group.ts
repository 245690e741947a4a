import { accountsOfGroup, parseGroups } from "../../../live/host-files.ts";
import { socketOf } from "../../../live/paths.ts";
import { references } from "../../../rule/references.ts";
import { hostRule, mend } from "../observe.ts";
import { readHostFile, readHostText } from "./facts.ts";
import { scriptFix, shellWord } from "./script.ts";

/** Who may speak to the engine, which is who may become root. */
export const socketGroup = hostRule(
  {
    id: "live-host-socket-group",
    title: "An account may control the engine, and so become root",
    severity: "medium",
    description:
      "Whoever may write to the socket may start a container that mounts the host's root.",
    remediation:
      "Remove accounts from the socket's group that need not be root: gpasswd -d NAME GROUP.",
    references: [references.engineSecurity, references.cis],
  },
  "/etc/group",
  (snapshot) => {
    const socket = socketOf(snapshot);
    if (socket === undefined) return [{ notApplicable: "the engine is not reached by a socket" }];
    const file = readHostFile(snapshot, socket);
    if ("unknown" in file) return [file];
    if ("missing" in file) return [{ unknown: `${socket} is not there` }];
    if ((file.mode & 0o020) === 0) return [];
    const groups = readHostText(snapshot, "/etc/group");
    if ("unknown" in groups) return [groups];
    const accounts = readHostText(snapshot, "/etc/passwd");
    if ("unknown" in accounts) return [accounts];
    const group =
      "text" in groups ? parseGroups(groups.text).find(({ gid }) => gid === file.gid) : undefined;
    const primary = "text" in accounts ? accountsOfGroup(accounts.text, file.gid) : [];
    const names = new Set([...(group?.members ?? []), ...primary]);
    names.delete("root");
    return [...names].flatMap((name) => {
      const wrong = {
        wrong: `${name} (group ${group?.name ?? file.gid} of ${socket})`,
        title: `${name} may control the engine, and so become root`,
      };
      // An account leaves its primary group only for another one.
      const isMember = group?.members.includes(name) === true && !primary.includes(name);
      return mend([wrong], isMember ? leaveGroup(name, group.name) : undefined);
    });
  },
);

function leaveGroup(name: string, group: string) {
  const [account, from] = [shellWord(name), shellWord(group)];
  return scriptFix(`gpasswd -d ${name} ${group}`, "unsafe", [
    account &&
      from &&
      `if id -nG ${account} | tr ' ' '\\n' | grep -qxF -e ${from}; then gpasswd -d ${account} ${from}; fi`,
  ]);
}
