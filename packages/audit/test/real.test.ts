import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  applyFixes,
  auditCompose,
  auditDockerfile,
  parseCompose,
  parseDockerfile,
} from "../src/index.ts";

const shared = process.env.PLIMSOLL_SHARED ?? join(import.meta.dirname, "../../../../shared");
const folder = join(shared, "data/dockerfiles");
const isThere = existsSync(folder);
if (!isThere) console.log(`skipped: no real Dockerfiles at ${folder}`);

const files = isThere ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
const dockerfiles = files.filter((name) => /(?:^|\/)dockerfile(?:\.[\w-]+)?$/i.test(name));
const composeFiles = files.filter((name) => /compose-\d+\.ya?ml$/.test(name));

describe("real files", () => {
  it.skipIf(!isThere)("are mended without a new fault, once and for all", () => {
    const targets = [
      ...dockerfiles.map((name) => ({ name, judge: auditDockerfile })),
      ...composeFiles.map((name) => ({ name, judge: auditCompose })),
    ];
    for (const { name, judge } of targets) {
      const text = readFileSync(join(folder, name), "utf8");
      const audit = (edited: string) => judge(edited, { path: name });
      const { text: fixed } = applyFixes(text, audit, { unsafe: true });
      expect(fixed, name).not.toBe(text);
      expect(audit(fixed).incomplete, name).toEqual([]);
      expect(applyFixes(fixed, audit, { unsafe: true }).text, name).toBe(fixed);
    }
  });

  it.skipIf(!isThere)("parse without a fault, and are judged", () => {
    expect(dockerfiles.length).toBeGreaterThan(0);
    const started = performance.now();
    const rounds = Math.ceil(500 / dockerfiles.length);
    for (let round = 0; round < rounds; round += 1) {
      for (const name of dockerfiles) auditDockerfile(readFileSync(join(folder, name), "utf8"));
    }
    const taken = Math.round(performance.now() - started);
    console.log(`${rounds * dockerfiles.length} Dockerfiles judged in ${taken} ms`);
    for (const name of dockerfiles) {
      const text = readFileSync(join(folder, name), "utf8");
      expect(parseDockerfile(text, name).incomplete, name).toEqual([]);
      expect(auditDockerfile(text, { path: name }).findings.length).toBeGreaterThan(0);
    }
    expect(composeFiles.length).toBeGreaterThan(0);
    for (const name of composeFiles) {
      const text = readFileSync(join(folder, name), "utf8");
      expect(parseCompose(text, name).incomplete, name).toEqual([]);
      expect(auditCompose(text, { path: name }).findings.length).toBeGreaterThan(0);
    }
  });
});
