// Writes the version of packages/plimsoll/package.json into its source, after `changeset version`.
import { readFileSync, writeFileSync } from "node:fs";

const manifest = new URL("../packages/plimsoll/package.json", import.meta.url);
const source = new URL("../packages/plimsoll/src/version.ts", import.meta.url);
const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
const text = readFileSync(source, "utf8");
writeFileSync(source, text.replace(/version = "[^"]*"/, `version = "${version}"`));
