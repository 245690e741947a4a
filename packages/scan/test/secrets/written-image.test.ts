import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ConfigInput, type Finding, parseConfig } from "@plimsoll/core";
import { type ImageSpec, openImage, walkImage, writeOciLayout } from "@plimsoll/image";
import { afterAll, describe, expect, it } from "vitest";
import { secretFindings } from "../../src/secrets/findings.ts";
import { readSecretSettings } from "../../src/secrets/settings.ts";
import { listSamples } from "./samples.ts";

const samples = listSamples();
const pat = samples.get("secret-github-pat")!.value;
const oauth = samples.get("secret-github-oauth")!.value;
const stripe = samples.get("secret-stripe-live-key")!.value;

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function scan(spec: ImageSpec, secrets: ConfigInput["secrets"] = {}) {
  const folder = await mkdtemp(join(tmpdir(), "plimsoll-secrets-"));
  folders.push(folder);
  await writeOciLayout(folder, spec);
  const image = await openImage(`oci-dir:${folder}`);
  try {
    const config = parseConfig({ secrets }).secrets;
    const { inspector } = readSecretSettings(config);
    const facts = await walkImage(image, { inspectors: [inspector] });
    return { ...secretFindings(facts, image, config), image };
  } finally {
    await image.close();
  }
}

const layer = (createdBy: string, files: Record<string, string | undefined>) => ({
  createdBy,
  entries: Object.entries(files).map(([path, content]) => ({
    path,
    ...(content !== undefined && { content }),
  })),
});
const brief = ({ rule, location, status }: Finding) =>
  `${status} ${rule} ${location?.path}:${location?.line}`;

describe("secretFindings", () => {
  it("reports a secret that a later layer deletes, and says where it can still be read", async () => {
    const { findings, image } = await scan({
      layers: [
        layer("COPY . /app", { "app/.env": `TOKEN=${pat}\n` }),
        layer("RUN rm /app/.env", { "app/.wh..env": undefined }),
      ],
    });
    expect(findings.map(brief)).toEqual(["fail secret-github-pat app/.env:1"]);
    expect(findings[0]).toMatchObject({
      kind: "secret",
      severity: "critical",
      confidence: "high",
      title: "GitHub personal access token in /app/.env",
      description: expect.stringMatching(/later layer \(2 of 2\).*still read it in layer 1/),
      location: { layer: image.layers[0]!.diffId, instruction: "COPY . /app", column: 7 },
      evidence: { value: "TOKEN=ghp_**** (40 characters)", source: "app/.env" },
    });
  });

  it("reports a secret that a later layer overwrites, and the one that takes its place", async () => {
    const { findings } = await scan({
      layers: [
        layer("COPY a", { "app/.env": `TOKEN=${pat}\n` }),
        layer("COPY b", { "app/.env": `\nTOKEN=${stripe}\n` }),
      ],
    });
    expect(findings.map(brief)).toEqual([
      "fail secret-github-pat app/.env:1",
      "fail secret-stripe-live-key app/.env:2",
    ]);
    expect(findings[0]?.description).toContain("can still read it");
    expect(findings[1]?.description).not.toContain("still");
  });

  it("counts one value at one path once, in the lowest layer that has it", async () => {
    const { findings, image } = await scan({
      layers: [
        layer("COPY a", { "app/.env": `TOKEN=${pat}\n` }),
        layer("COPY b", { "app/.env": `A=1\nTOKEN=${pat}\n` }),
      ],
    });
    expect(findings).toHaveLength(1);
    expect(findings[0]?.location).toMatchObject({ layer: image.layers[0]!.diffId, line: 1 });
    expect(findings[0]?.description).not.toContain("still");
  });

  it("keeps a finding's fingerprint when lines move", async () => {
    const at = async (text: string) =>
      (await scan({ layers: [layer("COPY", { "app/.env": text })] })).findings[0]?.fingerprint;
    expect(await at(`TOKEN=${pat}\n`)).toBe(await at(`\n\nX=1\nTOKEN=${pat}\n`));
    expect(await at(`TOKEN=${pat}\n`)).not.toBe(await at(`TOKEN=${stripe}\n`));
  });

  it("looks into the environment, labels, history, entry point and command", async () => {
    const { findings } = await scan({
      layers: [layer(`RUN |1 TOKEN=${oauth} /bin/sh -c curl $TOKEN`, { a: "x" })],
      config: {
        env: ["PATH=/bin", "DB_PASSWORD=hunter2hunter2", "PASSWORD_FILE=/run/x"],
        labels: { "acme.key": stripe },
        entrypoint: ["serve", "--token", pat],
        cmd: ["--password=hunter3hunter3"],
      },
    });
    expect(findings.map(({ rule, evidence }) => `${evidence?.source} ${rule}`)).toEqual([
      "config.Env secret-named-variable",
      "config.Labels secret-stripe-live-key",
      "config.Entrypoint secret-github-pat",
      "config.Cmd secret-named-variable",
      "history[0].created_by secret-github-oauth",
    ]);
    const shown = JSON.stringify(findings);
    for (const value of ["hunter", stripe.slice(8), pat.slice(4), oauth.slice(4)]) {
      expect(shown).not.toContain(value);
    }
  });

  it("reports a variable once that stands in the environment and in the history", async () => {
    const { findings } = await scan({
      layers: [layer("/bin/sh -c #(nop)  ENV DB_PASSWORD=hunter2hunter2", { a: "x" })],
      config: { env: ["DB_PASSWORD=hunter2hunter2"] },
    });
    expect(findings.map(({ evidence }) => evidence?.source)).toEqual(["config.Env"]);
  });

  it("finds what rules of one's own describe", async () => {
    const { findings } = await scan(
      { layers: [layer("COPY", { "app/x.txt": "id: ACME-12345678\nid: acme-12345678" })] },
      {
        rules: [
          {
            id: "acme-badge",
            title: "Acme badge",
            pattern: "ACME-([0-9]{8})",
            keywords: ["acme-"],
            severity: "low",
          },
        ],
      },
    );
    expect(findings).toMatchObject([
      { rule: "acme-badge", severity: "low", title: "Acme badge in /app/x.txt" },
    ]);
  });

  it("suppresses what is allowed by path, rule, digest or pattern, with the reason", async () => {
    const spec = {
      layers: [layer("COPY", { "app/.env": `TOKEN=${pat}\n`, "app/b.env": `TOKEN=${stripe}\n` })],
    };
    const sha256 = createHash("sha256").update(pat).digest("hex");
    const reason = "Made for the tests";
    for (const allow of [
      { path: "app/.e*" },
      { rule: "secret-github-pat" },
      { sha256 },
      { pattern: "^ghp_[A-Za-z0-9]{36}$" },
      { pattern: "^ghp_", path: "app/*" },
    ]) {
      const { findings } = await scan(spec, { allow: [{ ...allow, reason }] });
      expect(findings.map(brief), JSON.stringify(allow)).toEqual([
        "suppressed secret-github-pat app/.env:1",
        "fail secret-stripe-live-key app/b.env:1",
      ]);
      expect(findings[0]?.suppression).toEqual({ reason });
    }
  });

  it("leaves out detectors that are disabled", async () => {
    const { findings } = await scan(
      { layers: [layer("COPY", { "app/.env": `TOKEN=${pat}\n` })] },
      { disable: ["secret-github-pat"] },
    );
    expect(findings).toEqual([]);
  });
});

describe("readSecretSettings", () => {
  const settings = (secrets: ConfigInput["secrets"]) => () =>
    readSecretSettings(parseConfig({ secrets }).secrets);
  const rule = { id: "acme", pattern: "acme_([a-z]{9})", keywords: ["acme_"] };

  it("gives the shared inspector without rules of one's own, and another one with them", () => {
    const shared = settings({ allow: [{ path: "x", reason: "y" }] })();
    expect(shared).toMatchObject({ isShared: true, inspector: { id: "secrets" } });
    const [one, same, other] = [
      settings({ rules: [rule] })(),
      settings({ rules: [rule] })(),
      settings({ rules: [{ ...rule, pattern: "acme_([a-z]{8})" }] })(),
    ];
    expect(one.isShared).toBe(false);
    expect(one.inspector.id).toBe(same.inspector.id);
    expect(one.inspector.id).not.toBe(other.inspector.id);
  });

  it.each([
    ["(?:a+)+acme_", /repeated/],
    ["acme_(?=x)", /look-around/],
    ["acme_[a-z]*", /can take 10\d{3} steps/],
    ["acme_(a)(b)", /2 groups/],
    ["acme_(", /not closed/],
  ])("refuses the pattern %s, and says what to write instead", (pattern, why) => {
    expect(settings({ rules: [{ ...rule, pattern }] })).toThrow(
      expect.objectContaining({
        code: "INVALID_CONFIG",
        message: expect.stringMatching(why),
        action: expect.stringMatching(/./),
      }),
    );
    if (!/groups/.test(why.source)) {
      expect(settings({ allow: [{ pattern, reason: "x" }] })).toThrow(/allow\[0\]/);
    }
  });

  it("refuses the id of a detector", () => {
    expect(settings({ rules: [{ ...rule, id: "secret-github-pat" }] })).toThrow(/of this name/);
  });
});
