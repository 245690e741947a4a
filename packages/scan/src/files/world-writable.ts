import type { Inspector } from "@plimsoll/image";

/** A file, or a folder, that every user may write to. */
export interface WorldWritable {
  mode: number;
  isFolder?: true;
}

const writableByOthers = 0o002;
/** In a folder with this bit only the owner of a file renames or deletes it, see inode(7). */
const sticky = 0o1000;

/** What the runtime mounts over. */
const mounted = /^(?:dev|proc|sys)(?:\/|$)/;

/** Files that every user may write to, and such folders without the sticky bit. */
export const worldWritableInspector: Inspector<WorldWritable> = {
  id: "world-writable",
  version: 1,

  wants({ path, type, mode }) {
    if ((mode & writableByOthers) === 0 || mounted.test(path)) return undefined;
    if (type === "directory") return (mode & sticky) === 0 ? 0 : undefined;
    return type === "file" || type === "hardlink" ? 0 : undefined;
  },

  inspect({ mode, type }) {
    return { mode, ...(type === "directory" && { isFolder: true }) };
  },
};
