import { join } from "node:path";
import { kicsName, type PeerIgnore, type PeerSettings } from "@plimsoll/audit";
import type { Incomplete } from "@plimsoll/core";
import { readTextFile } from "../../files/read-text-file.ts";
import { explainFault } from "../source-files.ts";
import { ignoreFiles } from "./formats.ts";

const maxBytes = 1024 * 1024;

/**
 * Reads what the files of other tools that lie in a folder ignore and choose; most folders have none. Entries that have
 * expired are left out.
 *
 * @param today `YYYY-MM-DD` in UTC; an entry holds until the end of its day of expiry
 */
export async function readPeerIgnores(
  directory: string,
  today: string,
): Promise<{
  peerIgnores: PeerIgnore[];
  peerSettings: PeerSettings[];
  incomplete: Incomplete[];
}> {
  const peerIgnores: PeerIgnore[] = [];
  const peerSettings: PeerSettings[] = [];
  const incomplete: Incomplete[] = [];
  for (const { name, isYaml, read, readSettings } of ignoreFiles) {
    try {
      const text = await readTextFile(join(directory, name), maxBytes);
      const content = isYaml ? (await import("../../config/parse-yaml.ts")).parseYaml(text) : text;
      peerIgnores.push(...read(content, name, kicsName));
      if (readSettings !== undefined) peerSettings.push(readSettings(content));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "ENOENT") continue;
      incomplete.push({ what: name, ...explainFault(cause) });
    }
  }
  const holding = peerIgnores.filter(({ expires }) => expires === undefined || expires >= today);
  return { peerIgnores: holding, peerSettings, incomplete };
}
