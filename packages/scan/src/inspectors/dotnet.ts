import type { Inspector } from "@plimsoll/image";
import { parseDotnetDeps } from "../formats/dotnet-deps.ts";
import type { PackageDatabase } from "../formats/package-database.ts";
import { readText, wholeFile } from "./whole-file.ts";

const mostBytes = 32 * 1024 * 1024;

/** NuGet packages that were published with a .NET program or framework: `*.deps.json`. */
export const dotnetInspector: Inspector<PackageDatabase> = {
  id: "dotnet",
  version: 1,

  wants(entry) {
    return entry.path.endsWith(".deps.json") ? wholeFile(entry, mostBytes) : undefined;
  },

  inspect(entry, content) {
    return parseDotnetDeps(readText(entry, content, mostBytes), entry.path);
  },
};
