import { PlimsollError } from "@plimsoll/core";
import type { Inspector } from "@plimsoll/image";
import { notADatabase } from "../formats/package-database.ts";
import { parseBottlerocketInventory } from "../rpm/bottlerocket.ts";
import { readRpmDatabase } from "../rpm/database.ts";
import type { RpmFact } from "../rpm/fact.ts";
import { logSuffix } from "../rpm/join-files.ts";
import { parseRpmManifest } from "../rpm/manifest.ts";
import { readRpmLog } from "../rpm/sqlite-log.ts";
import { wholeFile } from "./whole-file.ts";

/** Fedora and SUSE moved the database to /usr/lib/sysimage/rpm, rpm-ostree to /usr/share/rpm. */
const folders = ["var/lib/rpm/", "usr/lib/sysimage/rpm/", "usr/share/rpm/"];
/** Berkeley DB, rpm's own format, SQLite. */
const names = ["Packages", "Packages.db", "rpmdb.sqlite", `rpmdb.sqlite${logSuffix}`];

/** Images of Azure Linux without package manager have only this. */
const manifest = "var/lib/rpmmanifest/container-manifest-2";

const databases = new Set(folders.flatMap((folder) => names.map((name) => folder + name)));
databases.add(manifest);

/** Bottlerocket has no database of rpm, though it is made of its packages. */
const bottlerocket = "usr/share/bottlerocket/application-inventory.json";
databases.add(bottlerocket);

/** As much of a file as a walk gives out. */
const mostBytes = 50_000_000;

/** Packages that rpm installed, from the three formats of its database or a manifest in its place. */
export const rpmInspector: Inspector<RpmFact> = {
  id: "rpm",
  version: 4,

  wants(entry) {
    return databases.has(entry.path) ? wholeFile(entry, mostBytes) : undefined;
  },

  inspect(entry, content) {
    const { path, size } = entry;
    if (size > mostBytes) {
      throw new PlimsollError(
        "LIMIT_EXCEEDED",
        `The file has ${size} bytes; at most ${mostBytes} are read`,
        {
          subject: path,
          action:
            "Its packages are missing from the inventory: run `rpm --rebuilddb` in the image.",
        },
      );
    }
    if (path === manifest) return parseRpmManifest(content.toString("utf8"));
    if (path === bottlerocket) return parseBottlerocketInventory(content.toString("utf8"), path);
    if (path.endsWith(logSuffix)) {
      // SQLite leaves an empty log behind when it has taken everything over.
      if (content.length === 0) return undefined;
      const log = readRpmLog(content);
      if (log === undefined) throw notADatabase(path, "the log of an rpm database");
      return log;
    }
    const database = readRpmDatabase(content);
    if (database === undefined) throw notADatabase(path, "an rpm database");
    return database;
  },
};
