// Writes the parts of docs/ that are made from code.
import { writeFileSync } from "node:fs";
import { cliReference } from "./cli-reference.ts";
import { configurationReference } from "./configuration-reference.ts";

const folder = new URL("../docs/reference/", import.meta.url);
writeFileSync(new URL("cli.md", folder), cliReference());
writeFileSync(new URL("configuration.md", folder), configurationReference());
