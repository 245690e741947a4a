import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { check } from "../src/index.ts";

const images = join(process.env.KIT_HOME ?? "/var/tmp/plimsoll-kit", "cache/images");

describe("looking only for the operating system", () => {
  // The fourth has no table of contents, and lies on this machine's disk.
  for (const name of ["estargz", "zstdchunked", "alpine-like", "apps-npm"]) {
    const folder = join(images, name);
    const isThere = existsSync(folder);
    if (!isThere) console.log(`Skipped: the shared kit's image ${name} is not built here.`);
    it.skipIf(!isThere)(`finds in ${name} what a whole look finds of it`, async () => {
      const options = {
        config: { cache: { enabled: false }, platform: "linux/amd64" },
        parts: ["packages", "privileges"] as const,
      };
      const whole = await check(`oci-dir:${folder}`, options);
      const osOnly = await check(`oci-dir:${folder}`, { ...options, osOnly: true });
      const system = whole.inventory.packages.filter(({ type }) => /^(?:deb|apk|rpm)$/.test(type));
      expect(osOnly.inventory.packages.map(({ purl }) => purl)).toEqual(
        system.map(({ purl }) => purl),
      );
      expect(osOnly.parts).toEqual(["os-packages", "privileges"]);
      expect(osOnly.inventory.distribution).toEqual(whole.inventory.distribution);
      expect(osOnly.privileges).toEqual(whole.privileges);
      expect(osOnly.incomplete).toEqual(whole.incomplete);
    });
  }
});
