import { describe, expect, it } from "vitest";
import { openAdvisories, searchAdvisories } from "../../src/index.ts";

describe("searching advisories", () => {
  it("finds a package with or without its group", async () => {
    const store = await openAdvisories();
    const full = await searchAdvisories(store, "org.apache.logging.log4j:log4j-core");
    expect(full.map(({ advisory }) => advisory.id)).toContain("CVE-2021-44228");
    expect(await searchAdvisories(store, "Log4j-Core")).toEqual(full);
    expect(await searchAdvisories(store, "core")).toEqual([]);
  });

  it("finds an advisory by any of its names, with a digit boundary", async () => {
    const store = await openAdvisories();
    const found = await searchAdvisories(store, "cve-2021-44228");
    expect(found.map(({ key, name }) => `${key} ${name}`)).toContain(
      "maven org.apache.logging.log4j:log4j-core",
    );
    expect(await searchAdvisories(store, "CVE-2021-4422")).toEqual([]);
  });

  it("stops at the limit, and looks only where it is told to", async () => {
    const store = await openAdvisories();
    expect(await searchAdvisories(store, "openssl", { limit: 1 })).toHaveLength(1);
    const debian = await searchAdvisories(store, "openssl", { keys: ["debian-11", "no-such"] });
    expect(new Set(debian.map(({ key }) => key))).toEqual(new Set(["debian-11"]));
  });
});
