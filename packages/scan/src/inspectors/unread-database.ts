import type { Inspector } from "@plimsoll/image";

/** Package databases that are known but not read yet, so that their packages are never silently missing. */
const databases: ReadonlyMap<string, string> = new Map([
  ["var/lib/rpm/Packages", "rpm"],
  ["var/lib/rpm/Packages.db", "rpm"],
  ["var/lib/rpm/rpmdb.sqlite", "rpm"],
  ["usr/lib/sysimage/rpm/Packages", "rpm"],
  ["usr/lib/sysimage/rpm/Packages.db", "rpm"],
  ["usr/lib/sysimage/rpm/rpmdb.sqlite", "rpm"],
  ["var/lib/pacman/local/ALPM_DB_VERSION", "pacman"],
  ["usr/lib/opkg/status", "opkg"],
  ["var/lib/opkg/status", "opkg"],
]);

/** Notes a package database that this package cannot read; the fact is its package manager. */
export const unreadDatabaseInspector: Inspector<string> = {
  id: "unread-database",
  version: 1,

  wants(entry) {
    return databases.has(entry.path) && entry.type === "file" ? 0 : undefined;
  },

  inspect(entry) {
    return databases.get(entry.path);
  },
};
