import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openImage, walkImage, writeOciLayout } from "@plimsoll/image";
import { expect, it } from "vitest";
import { describePrivileges } from "../src/describe/privileges.ts";
import { capabilityInspectors } from "../src/files/inspectors.ts";
import { maskOf } from "../src/model/mask.ts";
import { capabilityAttribute } from "./support/image-facts.ts";

it("finds privileged files in the archive of a layer: bits, hard links, extended attributes, whiteouts", async () => {
  const folder = await mkdtemp(join(tmpdir(), "plimsoll-capabilities-"));
  const netRaw = capabilityAttribute(maskOf(["CAP_NET_RAW"])).get("security.capability")!;
  try {
    await writeOciLayout(folder, {
      config: { user: "app" },
      layers: [
        {
          entries: [
            { path: "etc/passwd", content: "root:x:0:0::/:\napp:x:1000:1000::/:\n" },
            { path: "bin/ping", mode: 0o755, xattrs: { "security.capability": netRaw } },
            { path: "bin/su", mode: 0o4755, content: "x" },
            { path: "bin/su-too", mode: 0o4755, type: "hardlink", linkTarget: "bin/su" },
            { path: "bin/gone", mode: 0o4755, content: "x" },
            { path: "var/mail", mode: 0o2775, type: "directory" },
          ],
        },
        { entries: [{ path: "bin/.wh.gone" }, { path: "bin/mine", mode: 0o2755, gid: 7 }] },
      ],
    });
    const image = await openImage(`oci-dir:${folder}`);
    const facts = await walkImage(image, { inspectors: capabilityInspectors });
    const { containers, files } = describePrivileges({
      config: image.config,
      facts,
      layers: image.layers,
    });
    await image.close();

    expect(facts.incomplete).toEqual([]);
    expect(containers).toMatchObject([{ user: "app", isRoot: false, effective: [] }]);
    expect(
      files.map(({ path, mode, capabilities, layer }) => [path, mode, capabilities, layer]),
    ).toEqual([
      ["bin/mine", "2755", undefined, image.layers[1]?.diffId],
      ["bin/ping", "0755", "cap_net_raw=ep", image.layers[0]?.diffId],
      ["bin/su", "4755", undefined, image.layers[0]?.diffId],
      ["bin/su-too", "4755", undefined, image.layers[0]?.diffId],
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
