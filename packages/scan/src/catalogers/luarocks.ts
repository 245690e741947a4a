import { languagePurl } from "../catalog/language-purl.ts";
import type { Cataloger } from "../cataloger.ts";
import type { InstalledPackage } from "../formats/installed-package.ts";
import { luarocksInspector } from "../inspectors/luarocks.ts";

export const luarocksCataloger: Cataloger<InstalledPackage> = {
  inspector: luarocksInspector,
  kind: "language",
  sees: "Lua rocks that LuaRocks installed into a `rocks` tree",
  misses: "Lua modules that were copied without LuaRocks",
  drafts: (found) => [{ ...found, type: "luarocks" }],
  purl: (draft) => languagePurl("luarocks", draft),
};
