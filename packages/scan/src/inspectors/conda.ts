import type { Inspector } from "@plimsoll/image";
import { type CondaPackage, parseCondaRecord } from "../formats/conda-record.ts";
import { isInFolder } from "./in-folder.ts";
import { readText, wholeFile } from "./whole-file.ts";

// A record lists every file of its package.
const mostBytes = 32 * 1024 * 1024;
const folder = "conda-meta";

/** Packages that conda, mamba or micromamba linked into an environment: `conda-meta/*.json`. */
export const condaInspector: Inspector<CondaPackage> = {
  id: "conda",
  version: 1,

  wants(entry) {
    const { path } = entry;
    return path.endsWith(".json") && isInFolder(path, folder)
      ? wholeFile(entry, mostBytes)
      : undefined;
  },

  inspect(entry, content) {
    return parseCondaRecord(readText(entry, content, mostBytes), entry.path);
  },
};
