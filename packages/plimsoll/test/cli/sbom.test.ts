import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeOciLayout } from "@plimsoll/image";
import { createRegistryClient, parseReference } from "@plimsoll/registry";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startRegistry } from "../../../../test/support/src/registry.ts";
import { run, runWith } from "./test-io.ts";

let folder: string;
const at = (name: string) => join(folder, name);
const image = () => `oci-dir:${at("image")}`;

const gitHub = {
  GITHUB_SHA: "ddc951f4b1293222421f2c8df679786153acf689",
  GITHUB_REF: "refs/heads/main",
  GITHUB_WORKFLOW: "ci",
  GITHUB_JOB: "image",
  GITHUB_RUN_ID: "17",
  GITHUB_SERVER_URL: "https://github.example",
  GITHUB_REPOSITORY: "acme/shop",
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plimsoll-sbom-"));
  await writeOciLayout(at("image"), {
    layers: [
      {
        entries: [
          { path: "etc/os-release", content: "ID=debian\nVERSION_ID=12\n" },
          {
            path: "var/lib/dpkg/status",
            content:
              "Package: bash\nStatus: install ok installed\nVersion: 5.2.15-2\nArchitecture: amd64\n",
          },
          {
            path: "app/node_modules/lodash/package.json",
            content: '{"name":"lodash","version":"4.17.15"}',
          },
        ],
      },
    ],
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function scan(reference: string) {
  const { out, exitCode, err } = await run("scan", reference, "--no-cache", "--format", "json");
  return { exitCode, err, report: JSON.parse(out) };
}

describe("plimsoll sbom", () => {
  it("writes every format that the ending of a file names", async () => {
    const names = ["a.cdx.json", "a.spdx.json", "a.spdx3.json", "a.syft.json"];
    const outputs = names.flatMap((name) => ["-o", at(name)]);
    const { exitCode, out } = await run("sbom", image(), "--no-cache", "-q", ...outputs);
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: "" });
    const [cdx, spdx, spdx3, syft] = await Promise.all(
      names.map(async (name) => JSON.parse(await readFile(at(name), "utf8"))),
    );
    expect(cdx.bomFormat).toBe("CycloneDX");
    expect(spdx.spdxVersion).toBe("SPDX-2.3");
    expect(spdx3["@context"]).toContain("3.0.1");
    expect(syft.schema.version).toMatch(/^16\./);
  });

  it("writes GitHub's snapshot for the commit and job of the environment", async () => {
    const { exitCode, out } = await runWith(
      gitHub,
      "sbom",
      image(),
      "--no-cache",
      "--format",
      "github",
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      sha: gitHub.GITHUB_SHA,
      ref: "refs/heads/main",
      job: {
        id: "17",
        correlator: "ci image",
        html_url: "https://github.example/acme/shop/actions/runs/17",
      },
    });
  });

  it("says what GitHub's snapshot needs, before any work", async () => {
    for (const option of [
      ["--format", "github"],
      ["-o", at("x.github.json")],
    ]) {
      const { exitCode, err } = await run("sbom", "oci-dir:/nowhere", ...option);
      expect(exitCode).toBe(2);
      expect(err).toContain("GITHUB_SHA");
    }
  });
});

describe("sbom:FILE", () => {
  it.each(["cyclonedx", "spdx", "spdx3", "syft"])(
    "has the packages and vulnerabilities of the image that it was made of, as %s",
    async (format) => {
      const { out } = await run("sbom", image(), "--no-cache", "--format", format);
      await writeFile(at(`${format}.json`), out);
      const direct = await scan(image());
      const read = await scan(`sbom:${at(`${format}.json`)}`);
      expect(read.exitCode).toBe(direct.exitCode);
      expect(read.report.inventory.packages).toEqual(direct.report.inventory.packages);
      expect(read.report.findings).toEqual(direct.report.findings);
      expect(read.report.findings.length).toBeGreaterThan(0);
      expect(read.report.subject).toMatchObject({
        kind: "sbom",
        source: "sbom",
        digest: expect.stringMatching(/^sha256:/),
        describes: { name: image(), digest: direct.report.subject.digest },
      });
    },
  );

  it("is checked for what it tells, with the Dockerfile beside it", async () => {
    await writeFile(at("Dockerfile"), "FROM debian\n");
    const sbom = at("cyclonedx.json");
    const alone = JSON.parse((await run("check", `sbom:${sbom}`, "--format", "json")).out);
    expect(alone.parts).toEqual(["packages", "vulnerabilities", "licences"]);
    expect(alone.trust).toMatchObject({ result: "notChecked" });
    const both = JSON.parse(
      (await run("check", `sbom:${sbom}`, "--dockerfile", at("Dockerfile"), "--format", "json"))
        .out,
    );
    expect(both.parts).toEqual(["packages", "vulnerabilities", "licences", "audit"]);
    expect(both.findings.map(({ rule }: { rule: string }) => rule)).toContain(
      "dockerfile-user-root",
    );
  });

  it("turns one format into another without losing the image", async () => {
    const { out } = await run("sbom", `sbom:${at("cyclonedx.json")}`, "--format", "spdx");
    const names = JSON.parse(out).packages.map(({ name }: { name: string }) => name);
    expect(names).toEqual([image(), "debian", "bash", "lodash"]);
  });

  it("says that it cannot answer for privileges and signatures", async () => {
    const reference = `sbom:${at("cyclonedx.json")}`;
    for (const command of ["audit", "capabilities"]) {
      const { exitCode, err } = await run(command, reference);
      expect(exitCode).toBe(2);
      expect(err).toContain("tells nothing of what was asked for");
    }
    expect((await run("verify", reference)).exitCode).toBe(2);
  });

  it("says what is wrong with a file that is none", async () => {
    await writeFile(at("none.json"), "{}");
    const none = await run("scan", `sbom:${at("none.json")}`);
    expect(none.err).toContain("CycloneDX (JSON");
    expect(none.exitCode).toBe(3);
    const missing = await run("scan", `sbom:${at("nowhere.json")}`);
    expect(missing.err).toContain("cannot be read");
  });

  it("is proposed for a file that was given where an image was expected", async () => {
    const { err } = await run("scan", at("none.json"));
    expect(err).toContain(`sbom:${at("none.json")}`);
  });
});

describe("plimsoll sbom --attached", () => {
  it("prints what the attached document lists, and says that nobody verified it", async () => {
    const server = await startRegistry();
    const client = createRegistryClient({ insecure: [server.host] });
    try {
      const image = parseReference(`${server.host}/shop:1`);
      const type = "application/vnd.oci.image.manifest.v1+json";
      const push = async (name: typeof image, manifest: object) => {
        const bytes = Buffer.from(
          JSON.stringify({ schemaVersion: 2, mediaType: type, ...manifest }),
        );
        return client.putManifest(name, bytes, type);
      };
      const config = JSON.stringify({
        os: "linux",
        architecture: "amd64",
        rootfs: { type: "layers", diff_ids: [] },
      });
      const blobs = await Promise.all(
        [config, await readFile(at("cyclonedx.json"), "utf8")].map((text) =>
          client.putBlob(image, Buffer.from(text)),
        ),
      );
      const pushed = await push(image, {
        config: { mediaType: "application/vnd.oci.image.config.v1+json", ...blobs[0] },
        layers: [],
      });
      const nothing = await run(
        "sbom",
        `${server.host}/shop:1`,
        "--attached",
        "--insecure",
        server.host,
      );
      expect(nothing.err).toContain("No bill of materials");

      await push(
        { ...image, tag: `${pushed.digest.replace(":", "-")}.sbom` },
        {
          config: { mediaType: "application/vnd.oci.empty.v1+json", ...blobs[0] },
          layers: [{ mediaType: "application/vnd.cyclonedx+json", ...blobs[1] }],
        },
      );
      const { exitCode, out, err } = await run(
        "sbom",
        `${server.host}/shop:1`,
        "--attached",
        "--insecure",
        server.host,
      );
      expect(exitCode).toBe(0);
      expect(err).toContain("nobody has verified who made it");
      const { metadata, components } = JSON.parse(out);
      expect(metadata.component).toMatchObject({
        name: `${server.host}/shop:1`,
        version: pushed.digest,
      });
      expect(components.map(({ name }: { name: string }) => name)).toEqual([
        "debian",
        "bash",
        "lodash",
      ]);
    } finally {
      await client.close();
      await server.close();
    }
  });

  it("is for images in a registry", async () => {
    const { exitCode, err } = await run("sbom", image(), "--attached");
    expect(exitCode).toBe(2);
    expect(err).toContain("Only images in a registry");
  });
});
