// Writes the parts of docs/ that are made from code.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { catalogerReference } from "./cataloger-reference.ts";
import { cliReference } from "./cli-reference.ts";
import { configurationReference } from "./configuration-reference.ts";
import { malwareReference } from "./malware-reference.ts";
import { ruleReference } from "./rule-reference.ts";
import { secretReference } from "./secret-reference.ts";

const folder = new URL("../docs/reference/", import.meta.url);
writeFileSync(new URL("cli.md", folder), cliReference());
writeFileSync(new URL("configuration.md", folder), configurationReference());
writeFileSync(new URL("catalogers.md", folder), catalogerReference());
writeFileSync(new URL("malware.md", folder), malwareReference());
writeFileSync(new URL("secrets.md", folder), secretReference());

// Anew, so that the page of a rule that is gone goes with it.
const rules = new URL("rules/", folder);
rmSync(rules, { recursive: true, force: true });
mkdirSync(rules);
for (const [name, text] of ruleReference()) writeFileSync(new URL(name, rules), text);
