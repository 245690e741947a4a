import { existsSync, readFileSync } from "node:fs";
import type { Privileges } from "@plimsoll/core";
import { openImage, walkImage } from "@plimsoll/image";
import { describe, expect, it } from "vitest";
import { describePrivileges } from "../src/describe/privileges.ts";
import { capabilityInspectors } from "../src/files/inspectors.ts";

const kit = `${process.env.KIT_HOME ?? "/var/tmp/plimsoll-kit"}/cache`;

/** What one of the kit's real images may do, or undefined when it was not built. */
async function privilegesOfKitImage(name: string): Promise<Privileges | undefined> {
  const folder = `${kit}/images/${name}`;
  if (!existsSync(`${folder}/index.json`)) {
    console.log(`skipped: there is no ${folder}; build the kit's images or set KIT_HOME`);
    return undefined;
  }
  const image = await openImage(`oci-dir:${folder}`);
  try {
    const facts = await walkImage(image, { inspectors: capabilityInspectors });
    expect(facts.incomplete).toEqual([]);
    return describePrivileges({ config: image.config, facts, layers: image.layers });
  } finally {
    await image.close();
  }
}

function truth(name: string, file: string): string[] {
  return readFileSync(`${kit}/layers/${name}.expect/${file}`, "utf8")
    .split("\n")
    .filter(Boolean)
    .sort();
}

function setidRows({ files }: Privileges): string[] {
  return files
    .filter(({ setuid, setgid }) => setuid || setgid)
    .map(({ mode, uid, gid, path }) => `${mode} ${uid} ${gid} ${path}`)
    .sort();
}

describe("describePrivileges on real images", () => {
  it("finds exactly the setuid and setgid files that find lists, and what getcap lists", async ({
    skip,
  }) => {
    const privileges = await privilegesOfKitImage("debian12-old");
    if (privileges === undefined) return skip();
    expect(setidRows(privileges)).toEqual(truth("debian12-old", "setid.txt"));
    const withCapabilities = privileges.files.flatMap(({ path, capabilities }) =>
      capabilities === undefined ? [] : `${path} ${capabilities}`,
    );
    expect(withCapabilities.sort()).toEqual(truth("debian12-old", "caps.txt"));
    expect(privileges.containers).toMatchObject([{ origin: "image", isRoot: true }]);
  });

  it("finds them in an image of many layers, each in the layer that made it", async ({ skip }) => {
    const privileges = await privilegesOfKitImage("layers");
    if (privileges === undefined) return skip();
    // Columns: type, mode, uid, gid, links, path; as find(1) printed them in a running container.
    const listed = truth("layers", "files.txt").flatMap((line) => {
      const [, type, mode, uid, gid, path] = /^(.) (\d+) (\d+) (\d+) \d+ (.*)$/.exec(line) ?? [];
      const isRaised = type === "f" && mode !== undefined && Number.parseInt(mode, 8) & 0o6000;
      return isRaised ? `${mode} ${uid} ${gid} ${path}` : [];
    });
    expect(listed.length).toBeGreaterThan(5);
    expect(setidRows(privileges)).toEqual(listed.sort());
    const layerOf = (path: string) => privileges.files.find((file) => file.path === path)?.layer;
    expect(layerOf("usr/local/bin/suid")).not.toBe(layerOf("usr/bin/su"));
  });

  it("tells that an image with a numeric user does not start as root", async ({ skip }) => {
    const privileges = await privilegesOfKitImage("distroless");
    if (privileges === undefined) return skip();
    expect(privileges.containers).toMatchObject([{ user: "65532", isRoot: false, effective: [] }]);
    expect(privileges.files).toEqual([]);
  });
});
