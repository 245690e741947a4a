import { isJsonObject, parseJsonObject } from "../formats/json-object.ts";
import { repositoryName } from "../formats/repository-name.ts";
import type { InstalledFormat } from "./installed-format.ts";

/** Packages that the Swift Package Manager checked out to build a program. */
export const swiftFormat: InstalledFormat = {
  id: "swift",
  version: 1,
  type: "swift",
  sees: "packages that Swift checked out for a build (`.build/workspace-state.json`)",
  misses: "packages at a branch or a revision; programs without their build folder",
  matches: (path) => path.endsWith(".build/workspace-state.json"),
  *read(content, { path }) {
    const { object } = parseJsonObject(content.toString("utf8"), path);
    const dependencies = isJsonObject(object) ? object.dependencies : undefined;
    for (const entry of Array.isArray(dependencies) ? dependencies : []) {
      const { packageRef, state } = isJsonObject(entry) ? entry : {};
      const checkout = isJsonObject(state) ? state.checkoutState : undefined;
      const version = isJsonObject(checkout) ? checkout.version : undefined;
      if (!isJsonObject(packageRef) || typeof version !== "string") continue;
      // Swift 5.5 and before call the address `path`.
      yield { name: repositoryName(packageRef.location ?? packageRef.path), version };
    }
  },
};
