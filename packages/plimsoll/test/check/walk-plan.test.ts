import { parseConfig } from "@plimsoll/core";
import { describe, expect, it } from "vitest";
import { planWalk } from "../../src/check/walk-plan.ts";

const own = new URL("file:///bundle.mjs");
const rules = [{ id: "acme", pattern: "acme_([a-z]{9})", keywords: ["acme_"] }];
const plan = (parts: readonly ("packages" | "secrets")[], secrets: object = {}, worker?: URL) => {
  const { inspectors, worker: url } = planWalk(new Set(parts), parseConfig({ secrets }), {
    ...(worker && { worker }),
  });
  return { ids: inspectors.map(({ id }) => id), worker: url?.pathname.replace(/.*\//, "") };
};

describe("planWalk", () => {
  it("reads whole texts only when secrets are looked for", () => {
    expect(plan(["packages"]).ids).not.toContain("secrets");
    expect(plan(["packages", "secrets"]).ids).toContain("secrets");
  });

  it("names threads that have the same inspectors", () => {
    expect(plan(["packages"]).worker).toBe("worker-without-search.ts");
    expect(plan(["packages", "secrets"]).worker).toBe("worker.ts");
  });

  it("gives a caller's own module all inspectors, since that is what it serves", () => {
    expect(plan(["packages"], {}, own)).toMatchObject({
      ids: expect.arrayContaining(["secrets"]),
      worker: "bundle.mjs",
    });
  });

  it("walks without threads when the configuration has rules of its own", () => {
    const { ids, worker } = plan(["packages", "secrets"], { rules }, own);
    expect(worker).toBeUndefined();
    expect(ids.at(-1)).toMatch(/^secrets-[0-9a-f]{16}$/);
  });

  it("reads licences of files only when asked to, or when licences are judged", () => {
    const ids = (parts: readonly ("packages" | "licences")[], licences: object) =>
      planWalk(new Set(parts), parseConfig({ licences }), {}).inspectors.map(({ id }) => id);
    expect(ids(["packages", "licences"], {})).not.toContain("licence-files");
    expect(ids(["packages"], { deny: ["GPL-3.0-only"] })).not.toContain("licence-files");
    expect(ids(["licences"], { deny: ["GPL-3.0-only"] })).toContain("licence-files");
    expect(ids(["packages"], { files: true })).toContain("licence-files");
  });

  it("walks with threads when values are allowed by path, which is decided afterwards", () => {
    const allow = [{ path: "srv/*", reason: "x" }];
    expect(plan(["secrets"], { allow }).worker).toBe("worker.ts");
  });

  it("looks for malware with threads, but with signatures of one's own without", () => {
    const withMalware = planWalk(new Set(["malware"]), parseConfig({}), {});
    expect(withMalware.inspectors.map(({ id }) => id)).toContain("malware");
    expect(withMalware.worker?.pathname).toMatch(/\/worker\.ts$/);
    const own = { ...withMalware.inspectors[0]!, id: "malware-own" };
    const withOwn = planWalk(new Set(["malware"]), parseConfig({}), {}, own);
    expect(withOwn.inspectors.map(({ id }) => id)).toContain("malware-own");
    expect(withOwn.inspectors.map(({ id }) => id)).not.toContain("malware");
    expect(withOwn.worker).toBeUndefined();
  });
});
