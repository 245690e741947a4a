import type { Inventory, Package } from "@plimsoll/core";
import { describe, expect, it } from "vitest";
import { matchPackages, openAdvisories } from "../../src/index.ts";

const pkg = (type: string, name: string): Package => ({
  purl: `pkg:${type}/${name}@1.0`,
  type,
  name,
  version: "1.0",
  licences: [],
  locations: [],
});
const inventory = (...packages: Package[]): Inventory => ({ layers: [], packages });

describe("what has no advisories", () => {
  it("is a note where nobody publishes any, or where the baseline leaves it out", async () => {
    const store = await openAdvisories();
    const packages = [pkg("generic", "redis"), pkg("gem", "rails"), pkg("gem", "rake")];
    const { incomplete, note, findings } = await matchPackages(inventory(...packages), store);
    expect(findings).toEqual([]);
    expect(incomplete).toEqual([]);
    expect(note).toBe(
      "Not matched, because there are no advisories for them: 2 RubyGems packages, 1 generic packages.",
    );
  });

  it("is incomplete for an operating system: somebody has its advisories", async () => {
    const store = await openAdvisories();
    const distribution = { id: "atlantis", versionId: "7", like: [] };
    const { incomplete, note } = await matchPackages(
      { ...inventory(pkg("deb", "bash")), distribution },
      store,
    );
    expect(incomplete).toEqual([expect.objectContaining({ code: "UNSUPPORTED" })]);
    expect(note).toBe("");
  });
});
