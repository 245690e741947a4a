import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { auditRules } from "../src/index.ts";
import { kicsQueries } from "../src/rule/kics.ts";

const shared = process.env.PLIMSOLL_SHARED ?? join(import.meta.dirname, "../../../../shared");
const catalogue = join(shared, "data/peer-rules.json");
const isThere = existsSync(catalogue);
if (!isThere) console.log(`skipped: no catalogue of other tools' rules at ${catalogue}`);

interface PeerRule {
  readonly peer: string;
  readonly id: string;
  readonly theme: string;
}

const peerRules: readonly PeerRule[] = [
  ...(isThere ? (JSON.parse(readFileSync(catalogue, "utf8")) as PeerRule[]) : []),
  // The catalogue has KICS' queries over compose files only.
  ...kicsQueries.map(({ name }) => ({ peer: "kics", id: name, theme: "dockerfile" })),
];

/** What no rule of ours means, by tool. A rule that is lost makes its list longer. */
const uncovered: Readonly<Record<string, readonly string[]>> = {
  hadolint: [],
  buildkit: [],
  trivy: [],
  checkov: [],
  // COPY --chown costs nothing and is what other rules ask for.
  kics: ["Chown Flag Exists"],
};

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

describe("rules of other tools", () => {
  it.skipIf(!isThere)("exist, where a rule names one as its peer", () => {
    const known = new Set(
      peerRules.map(({ peer, id }) => `${peer} ${id.replace(/^compose:/, "")}`),
    );
    for (const name of [...checkovOnPods, ...zizmorOnImages]) known.add(name);
    for (const { id, peers } of auditRules) {
      for (const [tool, names] of Object.entries(peers)) {
        // What the standards are made of is tested in kubernetes/standards.test.ts.
        if (tool === "pss") continue;
        for (const name of names) {
          // ShellCheck has hundreds of codes, and the catalogue none.
          if (tool === "shellcheck") expect(name).toMatch(/^SC\d{4}$/);
          else {
            // The benchmark's numbers are those of the script that follows it.
            const peer = tool === "cis" || tool === "docker-bench" ? "docker-bench-security" : tool;
            expect(known.has(`${peer} ${name}`), `${id}: ${tool} ${name}`).toBe(true);
          }
        }
      }
    }
  });

  for (const [tool, missing] of Object.entries(uncovered)) {
    it.skipIf(!isThere)(`over Dockerfiles are covered: ${tool}`, () => {
      const named = new Set(
        auditRules
          .filter(({ target }) => target === "dockerfile")
          .flatMap(({ peers }) => peers[tool] ?? []),
      );
      const all = peerRules.filter(({ peer, theme }) => peer === tool && theme === "dockerfile");
      const lost = all.map(({ id }) => id).filter((id) => !named.has(id));
      console.log(`${tool}: ${all.length - lost.length} of ${all.length}; not: ${lost.join(", ")}`);
      expect(all.length).toBeGreaterThan(20);
      expect(lost).toEqual(missing);
    });
  }

  it("over Dockerfiles are found by the ids that KICS' comments name", () => {
    const ids = new Set(auditRules.map(({ id }) => id));
    for (const { rules } of kicsQueries) for (const rule of rules) expect(ids).toContain(rule);
  });
});

it("every check of checkov on pods has a rule", () => {
  const named = auditRules.flatMap(({ peers }) => peers.checkov ?? []);
  for (const name of checkovOnPods) expect(named).toContain(name.replace("checkov ", ""));
});
