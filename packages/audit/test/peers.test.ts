import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { auditRules } from "../src/index.ts";

const shared = process.env.PLIMSOLL_SHARED ?? join(import.meta.dirname, "../../../../shared");
const catalogue = join(shared, "data/peer-rules.json");
const isThere = existsSync(catalogue);
if (!isThere) console.log(`skipped: no catalogue of other tools' rules at ${catalogue}`);

/** Checks of checkov on pods, by number, and of Pod Security admission: the catalogue leaves them out. */
const checkovOnPods = [
  8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 25, 26, 27, 28, 29, 30, 31, 33, 34,
  35, 37, 38, 39, 40, 43,
].map((number) => `checkov CKV_K8S_${number}`);

/** Audits of zizmor that bear on images; the catalogue leaves them out. */
const zizmorOnImages = [
  "zizmor unpinned-images",
  "zizmor unpinned-uses",
  "zizmor hardcoded-container-credentials",
];

it.skipIf(!isThere)("every peer that a rule names exists", () => {
  const known = new Set(
    (JSON.parse(readFileSync(catalogue, "utf8")) as { peer: string; id: string }[]).map(
      ({ peer, id }) => `${peer} ${id.replace(/^compose:/, "")}`,
    ),
  );
  for (const name of [...checkovOnPods, ...zizmorOnImages]) known.add(name);
  for (const { id, peers } of auditRules) {
    for (const [tool, names] of Object.entries(peers)) {
      // What the standards are made of is tested in kubernetes/standards.test.ts.
      if (tool === "pss") continue;
      // The benchmark's numbers are those of the script that follows it.
      const peer = tool === "cis" ? "docker-bench-security" : tool;
      for (const name of names)
        expect(known.has(`${peer} ${name}`), `${id}: ${tool} ${name}`).toBe(true);
    }
  }
});

it("every check of checkov on pods has a rule", () => {
  const named = auditRules.flatMap(({ peers }) => peers.checkov ?? []);
  for (const name of checkovOnPods) expect(named).toContain(name.replace("checkov ", ""));
});
