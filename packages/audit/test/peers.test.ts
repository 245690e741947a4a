import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { auditRules } from "../src/index.ts";

const shared = process.env.PLIMSOLL_SHARED ?? join(import.meta.dirname, "../../../../shared");
const catalogue = join(shared, "data/peer-rules.json");
const isThere = existsSync(catalogue);
if (!isThere) console.log(`skipped: no catalogue of other tools' rules at ${catalogue}`);

it.skipIf(!isThere)("every peer that a rule names exists", () => {
  const known = new Set(
    (JSON.parse(readFileSync(catalogue, "utf8")) as { peer: string; id: string }[]).map(
      ({ peer, id }) => `${peer} ${id.replace(/^compose:/, "")}`,
    ),
  );
  for (const { id, peers } of auditRules) {
    for (const [tool, names] of Object.entries(peers)) {
      // The benchmark's numbers are those of the script that follows it.
      const peer = tool === "cis" || tool === "docker-bench" ? "docker-bench-security" : tool;
      for (const name of names)
        expect(known.has(`${peer} ${name}`), `${id}: ${tool} ${name}`).toBe(true);
    }
  }
});
