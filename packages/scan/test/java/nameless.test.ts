import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { catalogPackages } from "../../src/catalog/catalog.ts";
import { scanInspectors } from "../../src/inspectors/list.ts";
import { readJavaArchive } from "../../src/java/java-archive.ts";
import { factsOf } from "../support/image-facts.ts";
import { sharedFolder } from "../support/shared.ts";
import { buildZip, manifestFile, pomProperties } from "../support/zip.ts";

const sha1 = (bytes: Buffer) => createHash("sha1").update(bytes).digest("hex");
const nameless = buildZip([{ name: "Some.class", content: "x" }]);

describe("a Java archive that does not tell what it is", () => {
  it("is known by the SHA-1 of its bytes, also where it is nested", () => {
    const fat = buildZip([
      pomProperties("com.example", "app", "1.0"),
      { name: "lib/x.jar", content: nameless, deflate: true },
      { name: "lib/y.jar", content: buildZip([pomProperties("a", "y", "2")]) },
    ]);
    expect(readJavaArchive(fat, "app.jar").nameless).toEqual([
      { sha1: sha1(nameless), inner: "lib/x.jar" },
    ]);
    expect(readJavaArchive(nameless, "x.jar").nameless).toEqual([{ sha1: sha1(nameless) }]);
  });

  it("is one too when its name tells a version and nothing the group", () => {
    const found = readJavaArchive(nameless, "unheard-of-1.0.jar");
    expect(found.packages).toEqual([{ artifact: "unheard-of", version: "1.0" }]);
    expect(found.nameless).toEqual([{ sha1: sha1(nameless) }]);
    const vendor = manifestFile({ "Implementation-Vendor-Id": "com.example" });
    expect(readJavaArchive(buildZip([vendor]), "unheard-of-1.0.jar").nameless).toEqual([]);
  });

  it("is in the inventory where it is visible, with its layer", () => {
    const facts = factsOf(
      [{ "opt/gone.jar": nameless, "opt/x.jar": nameless }, { "opt/gone.jar": null }],
      scanInspectors,
    );
    const layers = [0, 1].map((index) => ({ index, diffId: `sha256:${index}` }));
    const image = { layers, config: {} } as unknown as Parameters<typeof catalogPackages>[1];
    const { inventory } = catalogPackages(facts, image);
    expect(inventory.archives).toEqual([
      { sha1: sha1(nameless), location: { path: "opt/x.jar", layer: "sha256:0" } },
    ]);
    expect(catalogPackages(factsOf([{}], scanInspectors), image).inventory).not.toHaveProperty(
      "archives",
    );
  });

  it("is found among real archives, by the digest of the very file", ({ skip }) => {
    const folder = sharedFolder("jars");
    if (folder === undefined) return skip();
    const jars = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.name.endsWith(".jar"),
    );
    let found = 0;
    for (const { parentPath, name } of jars) {
      const bytes = readFileSync(join(parentPath, name));
      let archive: ReturnType<typeof readJavaArchive>;
      try {
        archive = readJavaArchive(bytes, name);
      } catch {
        continue;
      }
      const own = archive.nameless.filter(({ inner }) => inner === undefined);
      const isNamed = archive.packages.some((one) => one.group !== undefined && !one.inner);
      expect(own, name).toEqual(isNamed ? [] : [{ sha1: sha1(bytes) }]);
      found += archive.nameless.length;
    }
    expect(found).toBeGreaterThan(0);
    console.log(`${found} archives of ${jars.length} files do not tell what they are`);
  });
});
