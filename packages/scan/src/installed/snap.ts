import { parseHeaderFields } from "../formats/header-fields.ts";
import type { InstalledFormat } from "./installed-format.ts";

const wanted = new Set(["name", "version"]);

/** Snaps that are unpacked or mounted. */
export const snapFormat: InstalledFormat = {
  id: "snap",
  version: 1,
  type: "snap",
  sees: "snaps by their `meta/snap.yaml`",
  misses: "what lies in a packed `.snap`; licences",
  matches: (path) => path.endsWith("meta/snap.yaml"),
  *read(content) {
    // Its two fields stand at the top, one to a line; for them no parser of YAML need be loaded.
    const fields = parseHeaderFields(content.toString("utf8"), wanted);
    yield { name: scalar(fields.get("name")), version: scalar(fields.get("version")) };
  },
};

function scalar(values: readonly string[] | undefined): string | undefined {
  return values?.[0]?.replace(/\s+#.*$/, "").replace(/^(['"])(.*)\1$/, "$2");
}
