import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report } from "@plimsoll/core";
import { writeOciLayout } from "@plimsoll/image";
import { check } from "plimsoll";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../../packages/plimsoll/test/cli/test-io.ts";
import { listSamples } from "../../packages/scan/test/secrets/samples.ts";

const formats = ["terminal", "json", "sarif", "markdown", "html", "cyclonedx"] as const;

const samples = listSamples();
const value = (id: string) => samples.get(`secret-${id}`)!.value;
const planted = {
  file: value("github-pat"),
  deleted: value("stripe-live-key"),
  environment: "Ahoy7sailorTreasure",
  label: value("gitlab-pat"),
  history: value("github-oauth"),
  command: value("slack-bot-token"),
};

let folder: string;
let image: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plimsoll-secrets-"));
  await writeOciLayout(join(folder, "image"), {
    created: "2024-02-01T00:00:00Z",
    layers: [
      {
        createdBy: `RUN |1 TOKEN=${planted.history} /bin/sh -c make`,
        entries: [
          { path: "app/.env", content: `GITHUB_TOKEN=${planted.file}\n` },
          { path: "tmp/pay.js", content: `pay("${planted.deleted}")\n` },
        ],
      },
      { createdBy: "RUN rm /tmp/pay.js", entries: [{ path: "tmp/.wh.pay.js" }] },
    ],
    config: {
      env: [`DB_PASSWORD=${planted.environment}`],
      labels: { "dev.acme.token": planted.label },
      cmd: ["serve", "--slack", planted.command],
    },
  });
  image = `oci-dir:${join(folder, "image")}`;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const secretsOf = ({ findings }: Report) => findings.filter(({ kind }) => kind === "secret");

describe("a secret in an image", () => {
  it("is found in files of all layers, in the environment, labels, history and command", async () => {
    const report = await check(image, { config: { cache: { enabled: false } } });
    expect(
      secretsOf(report)
        .map(({ evidence }) => evidence?.source)
        .sort(),
    ).toEqual([
      "app/.env",
      "config.Cmd",
      "config.Env",
      "config.Labels",
      "history[0].created_by",
      "tmp/pay.js",
    ]);
    expect(report.verdict.result).toBe("fail");
  });

  it("is reported by the search for secrets or by the audit, not by both", async () => {
    const report = await check(image, { config: { cache: { enabled: false } } });
    const audited = report.findings.filter(
      ({ rule, status }) => rule.startsWith("image-secret-") && status === "fail",
    );
    expect(audited).toEqual([]);
    const without = await check(image, {
      config: { cache: { enabled: false }, secrets: { enabled: false } },
    });
    expect(secretsOf(without)).toEqual([]);
    const rules = without.findings
      .filter(({ status }) => status === "fail")
      .map(({ rule }) => rule);
    expect(rules).toContain("image-secret-env");
    expect(without.parts).not.toContain("secrets");
  });

  it("stands in no report of any format, nor on standard error", async () => {
    const outputs = formats.flatMap((format) => ["-o", `${format}=${join(folder, format)}`]);
    const { out, err } = await run("check", image, "--no-cache", "-v", ...outputs);
    const texts = [out, err];
    for (const format of formats) texts.push(await readFile(join(folder, format), "utf8"));
    for (const text of texts) {
      for (const secret of Object.values(planted)) {
        expect(text).not.toContain(secret);
        expect(text).not.toContain(secret.slice(-12));
      }
    }
    expect(out).toContain("GitHub personal access token in /app/.env");
  });

  it("stands in no entry of the cache, and is found again from there", async () => {
    const cache = join(folder, "cache");
    const config = { cache: { directory: cache } };
    const [first, second] = [await check(image, { config }), await check(image, { config })];
    expect(secretsOf(second)).toEqual(secretsOf(first));
    const { readdir } = await import("node:fs/promises");
    const entries = await readdir(cache, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(1);
    for (const { name, parentPath } of files) {
      const entry = await readFile(join(parentPath, name), "latin1");
      for (const secret of Object.values(planted)) expect(entry).not.toContain(secret);
    }
  });

  it("is not looked for with --no-secrets, nor for a bill of materials", async () => {
    for (const argv of [
      ["scan", image, "--no-secrets", "--format", "json"],
      ["sbom", image, "--format", "json"],
    ]) {
      const { out } = await run(...argv, "--no-cache");
      expect(secretsOf(JSON.parse(out) as Report)).toEqual([]);
    }
    const { out, exitCode } = await run("scan", image, "--no-cache", "--format", "json");
    expect(secretsOf(JSON.parse(out) as Report)).toHaveLength(6);
    expect(exitCode).toBe(1);
  });

  it("can be described, and allowed, in plimsoll.yml", async () => {
    const file = join(folder, "plimsoll.yml");
    await writeFile(
      file,
      [
        "secrets:",
        "  rules:",
        "    - id: acme-ship",
        "      pattern: 'pay\\(\"(sk_[a-z]{4}_[A-Za-z0-9]{10,40})\"'",
        '      keywords: ["pay("]',
        "  allow:",
        "    - path: app/*",
        "      reason: Fake, for the tests",
      ].join("\n"),
    );
    const { out } = await run("scan", image, "--no-cache", "--format", "json", "--config", file);
    const found = secretsOf(JSON.parse(out) as Report);
    expect(found.find(({ location }) => location?.path === "tmp/pay.js")?.rule).toBe("acme-ship");
    expect(found.find(({ location }) => location?.path === "app/.env")).toMatchObject({
      status: "suppressed",
      suppression: { reason: "Fake, for the tests" },
    });
  });

  it("cannot be described by a pattern that could hang: the fault names it, exit code 2", async () => {
    const file = join(folder, "bad.yml");
    await writeFile(
      file,
      "secrets:\n  rules:\n    - { id: bad, pattern: '(?:a+)+b', keywords: [aaaa] }\n",
    );
    const { exitCode, err } = await run("scan", image, "--no-cache", "--config", file);
    expect(exitCode).toBe(2);
    expect(err).toMatch(/secrets\.rule bad cannot be used: .*repeated/);
    expect(err).toContain("bounded repeats");
  });
});
