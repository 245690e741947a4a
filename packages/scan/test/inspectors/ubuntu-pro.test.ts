import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findDistribution } from "../../src/catalog/distribution.ts";
import { scanInspectors } from "../../src/inspectors/list.ts";
import { ubuntuProInspector } from "../../src/inspectors/ubuntu-pro.ts";
import { factsOf, fileEntry, inspectFile } from "../support/image-facts.ts";
import { sharedFolder } from "../support/shared.ts";

const release = { "etc/os-release": "ID=ubuntu\nVERSION_ID=22.04\n" };
const statusPath = "var/lib/ubuntu-advantage/status.json";
const status = (...services: unknown[]) => JSON.stringify({ attached: true, services });

function subscriptionsOf(...layers: Record<string, string>[]): string[] | undefined {
  const facts = factsOf([release, ...layers], scanInspectors);
  expect(facts.incomplete).toEqual([]);
  return findDistribution(facts)?.subscriptions;
}

describe("Ubuntu Pro", () => {
  it("is enabled where its client says so", () => {
    const text = status(
      { name: "esm-apps", status: "enabled" },
      { name: "esm-infra", status: "disabled" },
      { name: "livepatch", status: "enabled" },
    );
    expect(subscriptionsOf({ [statusPath]: text })).toEqual(["esm-apps"]);
    expect(subscriptionsOf({ [statusPath]: status() })).toBeUndefined();
  });

  it("is enabled where apt is told to use it", () => {
    const list = "deb https://esm.ubuntu.com/infra/ubuntu jammy-infra-security main\n";
    const stanza =
      "Types: deb\nURIs: https://esm.ubuntu.com/apps/ubuntu\nSuites: noble-apps-security\n";
    expect(subscriptionsOf({ "etc/apt/sources.list.d/ubuntu-esm-infra.list": list })).toEqual([
      "esm-infra",
    ]);
    expect(subscriptionsOf({ "etc/apt/sources.list.d/ubuntu-esm-apps.sources": stanza })).toEqual([
      "esm-apps",
    ]);
    const off = { "etc/apt/sources.list.d/ubuntu-esm-apps.sources": `Enabled: no\n${stanza}` };
    expect(subscriptionsOf({ "etc/apt/sources.list": `# ${list}` }, off)).toBeUndefined();
  });

  it("is not enabled in a real status that says disabled", ({ skip }) => {
    const folder = sharedFolder("os-release");
    if (folder === undefined) return skip();
    const file = join(folder, "aquasecurity__trivy/ubuntu/esm_disabled_status.json");
    const text = readFileSync(file, "utf8");
    expect(subscriptionsOf({ [statusPath]: text })).toBeUndefined();
    const enabled = text.replaceAll('"status": "disabled"', '"status": "enabled"');
    expect(subscriptionsOf({ [statusPath]: enabled })).toEqual(["esm-infra"]);
  });

  it("is never anything but its two services, whatever the files hold", () => {
    const paths = fc.constantFrom(statusPath, "etc/apt/sources.list");
    fc.assert(
      fc.property(paths, fc.oneof(fc.json(), fc.string()), (path, text) => {
        const content = Buffer.from(path === statusPath ? status(text) : `deb ${text}`);
        const entry = fileEntry(path, { size: content.length });
        const found = inspectFile(ubuntuProInspector, entry, content);
        for (const name of found?.services ?? []) expect(name).toMatch(/^esm-(?:infra|apps)$/);
      }),
    );
  });
});
