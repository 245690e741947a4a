import type { Inspector } from "@plimsoll/image";
import { parseJsonObject } from "../formats/json-object.ts";
import { readText, wholeFile } from "./whole-file.ts";

/** Repositories that a layer of Red Hat was built from. */
export interface ContentManifest {
  contentSets: string[];
}

/** Where Red Hat's build systems leave image content manifests, older ones first. */
const folders = ["root/buildinfo/content_manifests/", "usr/share/buildinfo/"];
const mostBytes = 4 * 1024 * 1024;
const mostSets = 1_000;

/**
 * Red Hat's image content manifests (github.com/containerbuildsystem/atomic-reactor,
 * `schemas/content_manifest.json`): its advisories speak of products, which follow from these names.
 */
export const contentManifestInspector: Inspector<ContentManifest> = {
  id: "content-manifest",
  version: 1,

  wants(entry) {
    const { path } = entry;
    if (!path.endsWith(".json")) return undefined;
    const isManifest = folders.some(
      (folder) => path.startsWith(folder) && path.indexOf("/", folder.length) === -1,
    );
    return isManifest ? wholeFile(entry, mostBytes) : undefined;
  },

  inspect(entry, content) {
    const manifest = parseJsonObject(readText(entry, content, mostBytes), entry.path);
    const { content_sets: sets } = manifest;
    if (!Array.isArray(sets)) return undefined;
    const names = sets.filter(
      (name): name is string => typeof name === "string" && /^[\w.+-]{1,200}$/.test(name),
    );
    return names.length > 0 ? { contentSets: names.slice(0, mostSets) } : undefined;
  },
};
