import type { SarifSource } from "@plimsoll/report";
import { readSourceFiles } from "plimsoll";

/**
 * The Dockerfiles and compose files of the repository, so that what lies in a layer can be shown at
 * the line that made it. One that cannot be read is named all the same: the check reports it.
 *
 * @param paths from the workspace
 */
export async function readSources(
  paths: readonly string[],
  workspace: string,
): Promise<SarifSource[]> {
  const { files } = await readSourceFiles(paths, workspace);
  return paths.map((path) => files.find((file) => file.path === path) ?? { path });
}
