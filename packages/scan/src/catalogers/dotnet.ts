import { languagePurl } from "../catalog/language-purl.ts";
import type { Cataloger } from "../cataloger.ts";
import type { PackageDatabase } from "../formats/package-database.ts";
import { dotnetInspector } from "../inspectors/dotnet.ts";
import { databaseDrafts } from "./database.ts";

export const dotnetCataloger: Cataloger<PackageDatabase> = {
  inspector: dotnetInspector,
  kind: "language",
  sees: "NuGet packages of `*.deps.json` that bring files, the .NET runtime of a self-contained program included",
  misses: "licences; programs published without `.deps.json`, as one file or ahead of time",
  drafts: (fact) => databaseDrafts("nuget", fact),
  purl: (draft) => languagePurl("nuget", draft),
  faults: ({ faults }) => faults,
};
