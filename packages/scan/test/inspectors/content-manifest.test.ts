import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findDistribution } from "../../src/catalog/distribution.ts";
import { contentManifestInspector } from "../../src/inspectors/content-manifest.ts";
import { scanInspectors } from "../../src/inspectors/list.ts";
import { factsOf, fileEntry, inspectFile } from "../support/image-facts.ts";

const manifest = (...sets: unknown[]) =>
  JSON.stringify({
    metadata: { icm_version: 1, image_layer_index: 0 },
    from_dnf_hint: true,
    content_sets: sets,
  });

describe("Red Hat's content manifests", () => {
  it("tell the repositories of all layers", () => {
    const facts = factsOf(
      [
        {
          "etc/os-release": "ID=rhel\nVERSION_ID=9.4\n",
          "root/buildinfo/content_manifests/ubi9-9.4.json": manifest(
            "rhel-9-for-x86_64-baseos-rpms",
          ),
          "usr/share/buildinfo/labels.json": "{}",
        },
        {
          "usr/share/buildinfo/content-sets.json": manifest(
            "rhel-9-for-x86_64-appstream-rpms",
            "rhel-9-for-x86_64-baseos-rpms",
          ),
        },
      ],
      scanInspectors,
    );
    expect(facts.incomplete).toEqual([]);
    expect(findDistribution(facts)).toMatchObject({
      id: "rhel",
      contentSets: ["rhel-9-for-x86_64-appstream-rpms", "rhel-9-for-x86_64-baseos-rpms"],
    });
  });

  it("are read in their folders alone", () => {
    const wants = (path: string) => contentManifestInspector.wants(fileEntry(path));
    expect(wants("root/buildinfo/content_manifests/a.json")).toBeDefined();
    expect(wants("usr/share/buildinfo/deep/a.json")).toBeUndefined();
    expect(wants("root/buildinfo/Dockerfile")).toBeUndefined();
  });

  it("give names or nothing, whatever they hold", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (sets) => {
        const content = Buffer.from(manifest(...sets));
        const entry = fileEntry("usr/share/buildinfo/content-sets.json", { size: content.length });
        const fact = inspectFile(contentManifestInspector, entry, content);
        for (const name of fact?.contentSets ?? []) expect(name).toMatch(/^[\w.+-]+$/);
      }),
    );
  });
});
