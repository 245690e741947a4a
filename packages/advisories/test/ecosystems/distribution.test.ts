import { readFileSync } from "node:fs";
import type { Distribution } from "@plimsoll/core";
import { describe, expect, it } from "vitest";
import { findRelease } from "../../src/ecosystems/distribution.ts";
import { sharedFile } from "../support.ts";

/** What os-release(5) says; how it is read is `@plimsoll/scan`'s business. */
function osRelease(text: string): Distribution {
  const value = (key: string) =>
    new RegExp(`^${key}=["']?([^"'\n]*)`, "m").exec(text)?.[1] || undefined;
  const [versionId, codename, name] = ["VERSION_ID", "VERSION_CODENAME", "PRETTY_NAME"].map(value);
  return {
    id: (value("ID") ?? "linux").toLowerCase(),
    like: [],
    ...(versionId !== undefined && { versionId }),
    ...(codename !== undefined && { codename }),
    ...(name !== undefined && { name }),
  };
}

describe("the release that os-release(5) describes", () => {
  it.for<[string, string | undefined]>([
    ["aquasecurity__trivy/release/oracle", "ol-8"],
    ["anchore__syft/linux/oraclelinux/etc/os-release", "ol-8"],
    ["aquasecurity__trivy/release/photon", "photon-4.0"],
    ["anchore__syft/linux/fedora/usr/lib/os-release", "fedora-36"],
    ["aquasecurity__trivy/release/rocky", "rocky-9"],
    ["aquasecurity__trivy/release/rhel", "rhel-9"],
    ["anchore__syft/linux/almalinux/from-os-release/etc/os-release", "almalinux-8"],
    ["anchore__syft/linux/wolfi/etc/os-release", "wolfi"],
    ["quay__claircore/ubuntu/dist/22.04/etc/os-release", "ubuntu-22.04"],
    // Nobody publishes advisories that would hold for these.
    ["aquasecurity__trivy/release/centos-stream", undefined],
    ["aquasecurity__trivy/release/bottlerocket", undefined],
    ["aquasecurity__trivy/release/slemicro", undefined],
  ])("%s leads to %s", ([path, key], { skip }) => {
    const file = sharedFile(`data/os-release/${path}`);
    if (file === undefined) return skip("no shared test data");
    expect(findRelease(osRelease(readFileSync(file, "utf8")))?.key).toBe(key);
  });

  it.each([
    ["ID=amzn\nVERSION_ID=2018.03", "amzn-1"],
    ['ID="amzn"\nVERSION_ID="2"', "amzn-2"],
    ['ID="amzn"\nVERSION_ID="2022"', "amzn-2022"],
    ['ID="amzn"\nVERSION_ID="2023"', "amzn-2023"],
    ['ID=mariner\nVERSION_ID="2.0"', "mariner-2"],
    ['ID=azurelinux\nVERSION_ID="3.0"', "azurelinux-3"],
    ['ID="mageia"\nVERSION_ID="9"', "mageia-9"],
    [
      'ID="openEuler"\nVERSION_ID="22.03"\nPRETTY_NAME="openEuler 22.03 (LTS-SP3)"',
      "openeuler-22.03-lts-sp3",
    ],
    [
      'ID="openEuler"\nVERSION_ID="24.03"\nPRETTY_NAME="openEuler 24.03 (LTS)"',
      "openeuler-24.03-lts",
    ],
    ['ID="openEuler"\nVERSION_ID="23.09"\nPRETTY_NAME="openEuler 23.09"', "openeuler-23.09"],
    // A rolling distribution's development branch has no advisories of its own.
    ['ID="fedora"\nVERSION_ID="rawhide"', undefined],
  ])("%j leads to %s", (text, key) => {
    expect(findRelease(osRelease(text))?.key).toBe(key);
  });
});
