import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toSyft } from "../../src/syft/syft.ts";
import { anyInventory } from "../support/any-inventory.ts";
import { inventory, subject, top } from "../support/inventory.ts";
import { syftErrors } from "../support/schemas/syft.ts";
import { realFile } from "../support/shared.ts";

// biome-ignore lint/suspicious/noExplicitAny: a test reads the document as any reader would
const document = (of = inventory): any => toSyft(of, subject, { toolVersion: "1.2.3" });
// biome-ignore lint/suspicious/noExplicitAny: as above
const artifact = (name: string): any =>
  document().artifacts.find((one: { name: string }) => one.name === name);

describe("toSyft", () => {
  it("has the fields that Syft's schema 16 requires", () => {
    expect(syftErrors(document())).toEqual([]);
    expect(syftErrors({ ...document(), artifacts: [{ name: "a" }] })).not.toEqual([]);
    const folder = toSyft(
      { layers: [], packages: [] },
      { kind: "filesystem", reference: "dir:." },
      { toolVersion: "1" },
    );
    expect(syftErrors(folder)).toEqual([]);
  });

  it("tells Grype the source package, the epoch and the module", () => {
    expect(artifact("libc6")).toMatchObject({
      type: "deb",
      metadataType: "dpkg-db-entry",
      metadata: { source: "glibc", sourceVersion: "2.36", architecture: "amd64" },
    });
    expect(artifact("libcrypto3").metadata.originPackage).toBe("openssl");
    expect(artifact("dbus").metadata).toMatchObject({
      version: "1.12.20",
      release: "7.el9",
      epoch: 1,
      sourceRpm: "dbus-1.12.20-7.el9.src.rpm",
      modularityLabel: "a:b:c:d",
    });
    expect(artifact("org.apache.commons:commons-text").metadata).toMatchObject({
      virtualPath: "/srv/app.jar:BOOT-INF/lib/commons-text.jar",
      pomProperties: { groupId: "org.apache.commons", artifactId: "commons-text" },
    });
  });

  it("tells the distribution, and for each package its type, language and places", () => {
    expect(document().distro).toMatchObject({
      id: "debian",
      versionID: "12",
      idLike: ["first", "second"],
      prettyName: "Debian GNU/Linux 12 (bookworm)",
    });
    expect(artifact("lodash")).toMatchObject({
      type: "npm",
      language: "javascript",
      licenses: [{ value: "MIT", spdxExpression: "MIT" }],
      locations: [{ path: "/app/node_modules/lodash/package.json", layerID: top }],
    });
    expect(artifact("golang.org/x/net").type).toBe("go-module");
  });

  it("has every field that a document of Syft's own has", ({ skip }) => {
    const real = realFile("sbom/anchore__syft/format/testutil/snapshot/TestImageEncoder.golden");
    if (real === undefined) return skip();
    const { artifacts, source, ...rest } = JSON.parse(real);
    const own = document();
    expect(Object.keys(own)).toEqual(expect.arrayContaining(Object.keys(rest)));
    expect(Object.keys(own.source)).toEqual(Object.keys(source));
    expect(Object.keys(own.source.metadata)).toEqual(Object.keys(source.metadata));
    for (const one of artifacts) {
      const same = own.artifacts.find(({ type }: { type: string }) => type === one.type);
      const optional = new Set(["metadata", "metadataType"]);
      const demanded = Object.keys(one).filter((key) => !optional.has(key));
      expect(Object.keys(same)).toEqual(expect.arrayContaining(demanded));
      if (one.type === "deb") expect(Object.keys(same.metadata)).toEqual(Object.keys(one.metadata));
    }
  });

  it("keeps its form whatever an image names its packages", () => {
    fc.assert(
      fc.property(anyInventory, (any) => {
        expect(syftErrors(document(any))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
