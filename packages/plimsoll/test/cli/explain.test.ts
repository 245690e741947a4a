import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeOciLayout } from "@plimsoll/image";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "./test-io.ts";

let folder: string;
const image = () => `oci-dir:${join(folder, "image")}`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plimsoll-explain-"));
  const manifest = (version: string) => JSON.stringify({ name: "lodash", version });
  await writeOciLayout(join(folder, "image"), {
    layers: [
      {
        entries: [
          { path: "app/node_modules/lodash/package.json", content: manifest("4.17.15") },
          { path: "new/node_modules/lodash/package.json", content: manifest("4.17.21") },
        ],
      },
    ],
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("plimsoll explain", () => {
  it("tells why one package is reported and the other is not", async () => {
    const { exitCode, out, err } = await run("explain", "CVE-2020-8203", image(), "--no-cache");
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: "" });
    expect(out).toContain("lodash 4.17.15: reported");
    expect(out).toContain("by the order of semver is among them; fixed in 4.17.");
    expect(out).toContain("to do: Update lodash to 4.17.");
    expect(out).toContain("lodash 4.17.21: not reported");
    expect(out).toContain("Asked: the embedded baseline");
  });

  it("says that nothing installed is concerned", async () => {
    const { exitCode, out } = await run("explain", "CVE-2014-0160", image(), "--no-cache");
    expect(exitCode).toBe(0);
    expect(out).toContain("none names CVE-2014-0160");
  });

  it("prints the same as JSON", async () => {
    const { out } = await run("explain", "CVE-2020-8203", image(), "--no-cache", "-f", "json");
    expect(JSON.parse(out)).toMatchObject({
      id: "CVE-2020-8203",
      packages: [{ isReported: true }, { isReported: false }],
    });
  });

  it("tells a fix that Ubuntu Pro alone has from one that everybody gets", async () => {
    const feed = join(folder, "feed.json");
    const advisories = join(folder, "advisories");
    const events = [{ introduced: "0" }, { fixed: "7.81.0-1ubuntu1.15+esm1" }];
    const affected = [
      {
        package: { ecosystem: "Ubuntu:Pro:22.04:LTS", name: "curl" },
        ranges: [{ type: "ECOSYSTEM", events }],
      },
    ];
    await writeFile(feed, JSON.stringify({ id: "UBUNTU-CVE-2024-2", affected }));
    await run("advisories", "build", "--from", feed, "--out", advisories);
    const list = "deb https://esm.ubuntu.com/infra/ubuntu jammy-infra-security main\n";
    const told = async (sources: string) => {
      const layout = join(folder, `ubuntu-${sources.length}`);
      const installed =
        "Package: curl\nStatus: install ok installed\nVersion: 7.81.0-1ubuntu1.15\n";
      const entries = [
        { path: "etc/os-release", content: "ID=ubuntu\nVERSION_ID=22.04\n" },
        { path: "etc/apt/sources.list", content: sources },
        { path: "var/lib/dpkg/status", content: installed },
      ];
      await writeOciLayout(layout, { layers: [{ entries }] });
      const options = ["--no-cache", "--advisories", advisories];
      return (await run("explain", "UBUNTU-CVE-2024-2", `oci-dir:${layout}`, ...options)).out;
    };
    const without = await told("");
    expect(without).toContain(
      "for subscribers of Ubuntu Pro alone, which this system does not use",
    );
    expect(without).not.toContain("to do:");
    const subscribed = await told(list);
    expect(subscribed).toContain("of Ubuntu Pro, which this system uses");
    expect(subscribed).toContain("to do: Update curl to 7.81.0-1ubuntu1.15+esm1");
  });

  it("tells that a jar without a name was known by its SHA-1", async () => {
    const jar = Buffer.from(`PK\x05\x06${"\0".repeat(18)}`, "latin1");
    const [feed, digests] = [join(folder, "maven.json"), join(folder, "digests.txt")];
    const advisories = join(folder, "with-digests");
    const affected = [
      { package: { ecosystem: "Maven", name: "org.acme:core" }, versions: ["1.1"], ranges: [] },
    ];
    await writeFile(feed, JSON.stringify({ id: "GHSA-1", affected }));
    const sha1 = createHash("sha1").update(jar).digest("hex");
    await writeFile(digests, `${sha1} org.acme:core:1.1\n`);
    const built = ["--from", feed, "--maven-digests", digests, "--out", advisories];
    const { out: summary } = await run("advisories", "build", ...built);
    expect(summary).toContain("digests: 1 of Maven's files known");
    const layout = join(folder, "java");
    await writeOciLayout(layout, { layers: [{ entries: [{ path: "opt/x.jar", content: jar }] }] });
    const options = ["--no-cache", "--advisories", advisories];
    const { out } = await run("explain", "GHSA-1", `oci-dir:${layout}`, ...options);
    expect(out).toContain("org.acme:core 1.1: reported");
    expect(out).toContain("known by the SHA-1 of its archive alone");
  });

  it("asks for both operands", async () => {
    const { exitCode, err } = await run("explain", "CVE-2020-8203");
    expect(exitCode).toBe(2);
    expect(err).toContain("plimsoll explain CVE-… IMAGE");
  });
});
