import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { writeOciLayout } from "@plimsoll/image";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../../packages/plimsoll/test/cli/test-io.ts";

// Each part would do something where it is not escaped: colour, a bell, a changed reading
// direction, a line of its own, a workflow command, markup, a mention, a link.
const evil =
  "e\u001b[31mv\u0007i\u202el\u009b2J\r\n::error::x\n# h <script>alert(1)</script><img src=x onerror=alert(1)> @octocat [a](javascript:alert(1)) | ` \u0024{{ x }}";

const billsOfMaterials = ["cyclonedx", "spdx", "spdx3", "syft"] as const;
const formats = ["terminal", "json", "sarif", "markdown", "html", ...billsOfMaterials] as const;
type Format = (typeof formats)[number];

let folder: string;
const written = new Map<Format, string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plimsoll-escaping-"));
  const inOneLine = evil.replaceAll(/[\r\n]+/g, " ");
  await writeOciLayout(join(folder, "image"), {
    created: "2024-02-01T00:00:00Z",
    layers: [
      {
        createdBy: `RUN ${evil}`,
        entries: [
          {
            path: "etc/os-release",
            content: `ID=debian\nVERSION_ID="12"\nPRETTY_NAME="${inOneLine}"\n`,
          },
          {
            path: "var/lib/dpkg/status",
            content: `Package: ${inOneLine}\nStatus: install ok installed\nArchitecture: all\nVersion: 1${inOneLine}\nSource: ${inOneLine}\n\n`,
          },
          {
            path: `app/${evil}/node_modules/x/package.json`,
            content: JSON.stringify({ name: `x${evil}`, version: `1${evil}`, license: evil }),
          },
          {
            path: "app/node_modules/lodash/package.json",
            content: JSON.stringify({ name: "lodash", version: "4.17.4", license: evil }),
          },
          { path: `usr/bin/${evil}`, mode: 0o4755, content: "x" },
          { path: `../../${evil}`, content: "x" },
        ],
      },
    ],
    config: {
      user: evil,
      env: [`API_TOKEN=${evil}0f3d5e7a9b1c2d4e6f80`, `${evil}=1`],
      labels: { [evil]: evil },
      exposedPorts: [evil],
      volumes: [evil],
      cmd: [evil],
    },
  });
  await writeFile(
    join(folder, "Dockerfile"),
    `FROM debian:latest\nUSER "${inOneLine}"\nENV API_KEY="${inOneLine}"\nNONSENSE ${inOneLine}\n`,
  );
  await writeFile(
    join(folder, "compose.yaml"),
    JSON.stringify({ services: { [evil]: { image: evil, privileged: true, cap_add: [evil] } } }),
  );
  const outputs = formats.flatMap((format) => ["-o", `${format}=${join(folder, format)}`]);
  const files = ["--dockerfile", join(folder, "Dockerfile")];
  files.push("--compose", join(folder, "compose.yaml"));
  await run("check", `oci-dir:${join(folder, "image")}`, "--no-cache", ...files, ...outputs);
  for (const format of formats) {
    written.set(format, await readFile(join(folder, format), "utf8"));
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Characters that steer a terminal, or change how a line reads. */
const steering = /(?![\t\n])\p{Cc}|[\u202a-\u202e\u2066-\u2069\u200e\u200f]/u;

describe("text out of an image", () => {
  it("is in every report", () => {
    for (const [format, text] of written) {
      expect(text.length, format).toBeGreaterThan(1_000);
      expect(text, format).toContain("lodash");
      expect(text, format).toMatch(/octocat/);
    }
  });

  it.each(formats)("steers neither a terminal nor a reader in %s", (format) => {
    expect(written.get(format)).not.toMatch(steering);
  });

  it.each(["terminal", "markdown"] as const)("makes no line of its own in %s", (format) => {
    expect(written.get(format)).not.toMatch(/^\s*(?:::error|# h)/m);
  });

  it.each(["markdown", "html"] as const)("makes no markup in %s", (format) => {
    const text = written.get(format)!;
    expect(text).not.toMatch(/<(?:script>alert|img)/);
    if (format === "markdown") expect(text).not.toMatch(/\]\(javascript:/);
    if (format === "markdown")
      expect(text.replaceAll(/`+[^`]*`+/g, "")).not.toMatch(/(?<![\w&;`])@octocat\b(?!<)/);
  });

  it.each(["json", "sarif", ...billsOfMaterials] as const)("leaves %s valid", (format) => {
    expect(() => JSON.parse(written.get(format)!)).not.toThrow();
  });

  it("steers nothing on a coloured terminal but by the report's own colours", async () => {
    const { out } = await run("check", `oci-dir:${join(folder, "image")}`, "--no-cache", "-v");
    expect(stripVTControlCharacters(out)).toBe(out);
    expect(out).not.toMatch(steering);
  });
});

describe("text out of an error", () => {
  it.each([
    ["a reference", ["check", `oci-dir:/nowhere/${evil}`]],
    ["a name", ["check", `${evil}/x:1`]],
    ["a file", ["check", "--dockerfile", `/nowhere/${evil}`]],
    ["an unknown command", [evil]],
    ["an unknown option", ["check", `--${evil}`]],
    ["a choice", ["check", "x", "--fail-on", evil]],
    ["an output", ["check", "x", "-o", evil]],
    ["a key", ["verify", "localhost:1/x", "--key", `/nowhere/${evil}`]],
    ["a configuration", ["check", "x", "--config", `/nowhere/${evil}`]],
    ["too many operands", ["check", evil, evil]],
  ])("does not steer the terminal: %s", async (_, argv) => {
    const { exitCode, err, out } = await run(...argv);
    expect(exitCode).toBeGreaterThan(1);
    expect(err + out).not.toMatch(steering);
    expect(err + out).not.toMatch(/^\s*::error/m);
  });

  it("does not steer the terminal when a registry wrote it", async () => {
    const server = createServer((_, response) => {
      response.writeHead(404, { "content-type": "application/json" });
      response.end(JSON.stringify({ errors: [{ code: evil, message: evil }] }));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    const { exitCode, err } = await run(
      "check",
      `127.0.0.1:${port}/a/b:1`,
      "--insecure",
      "127.0.0.1",
    );
    server.close();
    expect(exitCode).toBe(3);
    expect(err).toContain("(NOT_FOUND)");
    expect(err).not.toMatch(steering);
    expect(err).not.toMatch(/^::error/m);
  });
});
