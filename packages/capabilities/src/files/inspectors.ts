import { PlimsollError } from "@plimsoll/core";
import type { FileEntry, Inspector } from "@plimsoll/image";
import { formatMask } from "../model/mask.ts";
import { parseFileCapabilities } from "./file-capabilities.ts";
import { type PasswdEntry, parsePasswd } from "./passwd.ts";

/** Owner and mode of a file that raises privileges. */
export interface SetidFact {
  mode: number;
  uid: number;
  gid: number;
}

/** File capabilities in JSON: masks as in /proc/PID/status. */
export interface FileCapabilitiesFact extends SetidFact {
  revision: 1 | 2 | 3;
  permitted: string;
  inheritable: string;
  effective: boolean;
  rootId?: number;
}

const attribute = "security.capability";
const setidBits = 0o6000;
const mostPasswdBytes = 4 * 1024 * 1024;

/** On a folder the setgid bit only chooses the group of new files; on devices the bits do nothing. */
function isProgram({ type }: FileEntry): boolean {
  return type === "file" || type === "hardlink";
}

/** Files with the setuid or setgid bit, see inode(7). */
export const setidInspector: Inspector<SetidFact> = {
  id: "setid",
  version: 1,

  wants(entry) {
    return (entry.mode & setidBits) !== 0 && isProgram(entry) ? 0 : undefined;
  },

  inspect({ mode, uid, gid }) {
    return { mode, uid, gid };
  },
};

/** Files with capabilities, see capabilities(7). */
export const fileCapabilitiesInspector: Inspector<FileCapabilitiesFact> = {
  id: "file-capabilities",
  version: 1,

  wants(entry) {
    return entry.xattrs?.has(attribute) === true && isProgram(entry) ? 0 : undefined;
  },

  inspect({ path, mode, uid, gid, xattrs }) {
    const bytes = xattrs?.get(attribute);
    if (bytes === undefined) return undefined;
    const { permitted, inheritable, ...rest } = parseFileCapabilities(bytes, path);
    return {
      ...rest,
      mode,
      uid,
      gid,
      permitted: formatMask(permitted),
      inheritable: formatMask(inheritable),
    };
  },
};

/** Users of the image, to tell which of them is root. */
export const passwdInspector: Inspector<PasswdEntry[]> = {
  id: "passwd",
  version: 1,

  wants({ path, type, size }) {
    if (path !== "etc/passwd" || (type !== "file" && type !== "hardlink")) return undefined;
    return size > mostPasswdBytes ? 0 : Number.POSITIVE_INFINITY;
  },

  inspect({ path, size }, content) {
    if (size > mostPasswdBytes) {
      throw new PlimsollError("LIMIT_EXCEEDED", `The file has ${size} bytes`, {
        subject: path,
        action: "Look at the file: a real one is far smaller.",
      });
    }
    return parsePasswd(content.toString("utf8"));
  },
};

/** The inspectors whose facts `describePrivileges` reads; give them to `walkImage`. */
export const capabilityInspectors: readonly Inspector[] = [
  setidInspector,
  fileCapabilitiesInspector,
  passwdInspector,
];
