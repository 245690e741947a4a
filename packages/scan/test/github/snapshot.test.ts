import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toGitHubSnapshot } from "../../src/github/snapshot.ts";
import { anyInventory } from "../support/any-inventory.ts";
import { inventory, subject } from "../support/inventory.ts";
import { gitHubErrors } from "../support/schemas/github.ts";

const options = {
  toolVersion: "1.2.3",
  timestamp: "2026-01-01T00:00:00Z",
  sha: "ddc951f4b1293222421f2c8df679786153acf689",
  ref: "refs/heads/main",
  job: { id: "17", correlator: "build image", htmlUrl: "https://github.com/a/b/actions/runs/17" },
};

// biome-ignore lint/suspicious/noExplicitAny: a test reads the document as any reader would
const document = (of = inventory): any => toGitHubSnapshot(of, subject, options);

describe("toGitHubSnapshot", () => {
  it("follows what GitHub documents", () => {
    expect(gitHubErrors(document())).toEqual([]);
    expect(gitHubErrors({ ...document(), sha: undefined })).not.toEqual([]);
  });

  it("says which commit and job it belongs to, and who looked", () => {
    expect(document()).toMatchObject({
      sha: options.sha,
      ref: options.ref,
      job: { id: "17", correlator: "build image", html_url: options.job.htmlUrl },
      detector: { name: "plimsoll", version: "1.2.3" },
      scanned: options.timestamp,
    });
  });

  it("has a manifest for each database, and one for single files by type", () => {
    const { manifests } = document();
    const database = manifests[`${subject.reference}:/var/lib/dpkg/status`];
    expect(Object.keys(database.resolved)).toEqual([
      "pkg:deb/debian/libc6@2.36?arch=amd64&distro=debian-12",
      "pkg:deb/debian/tzdata@0:2024a-1?arch=all&distro=debian-12",
    ]);
    const maven = manifests[`${subject.reference} (maven)`];
    expect(maven.resolved["pkg:maven/org.apache.commons/commons-text@1.9"]).toEqual({
      package_url: "pkg:maven/org.apache.commons/commons-text@1.9",
      scope: "runtime",
      metadata: { path: "srv/app.jar!/BOOT-INF/lib/commons-text.jar" },
    });
  });

  it("speaks of the image that a bill of materials describes, not of the document", () => {
    const { reference: name, digest = "" } = subject;
    const read = { kind: "sbom", reference: "sbom:a.json", digest: "x" } as const;
    const described = toGitHubSnapshot(
      inventory,
      { ...read, describes: { name, digest } },
      options,
    );
    expect(described).toEqual(document());
    const nameless = toGitHubSnapshot(inventory, read, options) as { metadata: object };
    expect(Object.keys(nameless.metadata)).toEqual(["plimsoll:distribution"]);
  });

  it("resolves every package", () => {
    const { manifests } = document();
    const resolved = new Set(
      Object.values(manifests).flatMap((one) =>
        Object.keys((one as { resolved: object }).resolved),
      ),
    );
    expect(resolved).toEqual(new Set(inventory.packages.map(({ purl }) => purl)));
  });

  it("keeps its form whatever an image names its packages", () => {
    fc.assert(
      fc.property(anyInventory, (any) => {
        expect(gitHubErrors(document(any))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
