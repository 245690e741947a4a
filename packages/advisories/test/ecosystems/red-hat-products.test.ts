import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseContentSet, parsePlatformCpe } from "../../src/ecosystems/red-hat-products.ts";

function describeSet(name: string): string | undefined {
  const found = parseContentSet(name);
  return found && [found.product, found.version, found.repository].join(" ");
}

describe("a content set", () => {
  it.each([
    ["rhel-9-for-x86_64-baseos-rpms", "enterprise_linux 9 baseos"],
    ["rhel-8-for-aarch64-appstream-rpms__8", "enterprise_linux 8 appstream"],
    ["rhel-9-for-x86_64-appstream-source-rpms", "enterprise_linux 9 appstream"],
    ["rhel-8-for-x86_64-appstream-eus-rpms__8_DOT_6", "rhel_eus 8.6 appstream"],
    ["rhel-8-for-x86_64-baseos-e4s-rpms__8_DOT_4", "rhel_e4s 8.4 baseos"],
    ["rhel-8-for-x86_64-baseos-aus-rpms", "rhel_aus 8 baseos"],
    ["ubi-9-for-x86_64-appstream-rpms", "enterprise_linux 9 appstream"],
    ["ubi-8-codeready-builder", "enterprise_linux 8 crb"],
    ["codeready-builder-for-rhel-9-x86_64-rpms", "enterprise_linux 9 crb"],
    ["codeready-builder-for-rhel-9-x86_64-eus-rpms", "rhel_eus 9 crb"],
    ["rhel-8-for-x86_64-rt-rpms", "enterprise_linux 8 realtime"],
    ["rhel-8-for-x86_64-sap-netweaver-e4s-rpms__8_DOT_4", "rhel_e4s 8.4 sap"],
    ["rhel-9-for-x86_64-sap-solutions-rpms", "enterprise_linux 9 sap_hana"],
    ["rhel-7-server-rpms", "enterprise_linux 7 server"],
    ["rhocp-4.14-for-rhel-9-x86_64-rpms", undefined],
    ["acme", undefined],
  ])("%s belongs to %s", (name, product) => {
    expect(describeSet(name)).toBe(product);
  });

  it("of any name is read without throwing", () => {
    fc.assert(fc.property(fc.string(), (name) => void parseContentSet(`rhel-${name}`)));
    parseContentSet(`rhel-${"_1".repeat(100_000)}`);
  });
});

describe("the CPE of a platform", () => {
  it("tells release, repository and kind of support", () => {
    expect(parsePlatformCpe("cpe:/o:redhat:enterprise_linux:9::baseos")).toEqual({
      product: "enterprise_linux",
      version: "9",
      repository: "baseos",
    });
    expect(parsePlatformCpe("cpe:/a:redhat:rhel_eus:9.0::appstream")).toEqual({
      product: "rhel_eus",
      version: "9.0",
      repository: "appstream",
    });
    expect(parsePlatformCpe("cpe:/o:redhat:enterprise_linux:7")?.repository).toBe("");
  });

  it("of what runs on the distribution is none of it", () => {
    for (const cpe of ["cpe:/a:redhat:openshift:4.14::el9", "cpe:/o:suse:sles:15:sp5", ""]) {
      expect(parsePlatformCpe(cpe)).toBeUndefined();
    }
  });
});
