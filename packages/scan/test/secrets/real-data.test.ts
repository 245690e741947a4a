import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findSecrets } from "../../src/secrets/find-secrets.ts";
import { secretFindings } from "../../src/secrets/findings.ts";
import { secretInspector } from "../../src/secrets/inspector.ts";
import { walkKitImage } from "../support/kit.ts";
import { kitFolder, sharedFolder } from "../support/shared.ts";

interface Planted {
  file?: string;
  where?: string;
  name?: string;
  kind: string;
  value: string;
}

/** What finds each kind of the truth. */
const rules: Readonly<Record<string, string>> = {
  "aws-access-key": "secret-aws-access-key-id",
  "aws-secret-key": "secret-aws-secret-access-key",
  "github-pat": "secret-github-pat",
  "github-fine-grained-pat": "secret-github-fine-grained-pat",
  "slack-bot-token": "secret-slack-bot-token",
  "stripe-live-key": "secret-stripe-live-key",
  "npm-token": "secret-npm-token",
  "docker-auth": "secret-docker-auth",
  jwt: "secret-json-web-token",
  "gitlab-pat": "secret-gitlab-pat",
  "openai-key": "secret-openai-key",
  "google-api-key": "secret-google-api-key",
  "azure-storage-key": "secret-azure-storage-key",
  "private-key": "secret-private-key",
  "gcp-service-account": "secret-google-service-account",
  "github-oauth": "secret-github-oauth",
  "github-app-token": "secret-github-app-token",
  password: "secret-named-variable",
};

function secretsOf(name: string) {
  return walkKitImage(name, [secretInspector], (facts, image) => ({
    folder: kitFolder()!,
    ...secretFindings(facts, image),
  }));
}

describe("real images", () => {
  it("give away everything that was planted, and nothing that only looks like it", async ({
    skip,
  }) => {
    const secrets = await secretsOf("secrets");
    if (secrets === undefined) return skip();
    const { findings, incomplete, folder } = secrets;
    const truth = JSON.parse(
      readFileSync(`${folder}/layers/secrets.expect/secrets.json`, "utf8"),
    ) as {
      planted: Planted[];
      lookalikes: string[];
    };
    const found = findings.map(({ rule, location, evidence }) =>
      location?.path === "image configuration"
        ? `${evidence?.source.replace(/\[.*/, "")} ${rule}`
        : `${location?.path} ${rule}`,
    );
    const expected = truth.planted.map(({ file, where, kind }) => {
      const url =
        file === "app/db.properties" ? "secret-postgres-url-password" : "secret-url-password";
      return `${file ?? where} ${rules[kind] ?? url}`;
    });
    expect(found.sort()).toEqual(expected.sort());
    expect(incomplete).toEqual([]);
    const shown = JSON.stringify(findings);
    for (const { value } of truth.planted) {
      if (!value.startsWith("-----") && value !== "service_account")
        expect(shown).not.toContain(value);
    }
  });

  it.for([
    "debian12",
    "debian12-old",
    "debian13",
    "rpm-sqlite",
    "alpine-like",
    "apps-python",
    "apps-ruby",
  ])("without secrets have none: %s", async (name, { skip }) => {
    const secrets = await secretsOf(name);
    if (secrets === undefined) return skip();
    expect(secrets).toMatchObject({ findings: [], incomplete: [] });
  });

  it("hold what their authors published by mistake, and nothing else", async ({ skip }) => {
    const secrets = await secretsOf("apps");
    if (secrets === undefined) return skip();
    // debug 2.6.9 was published with the token of its coverage service.
    expect(secrets.findings.map(({ location }) => location?.path)).toEqual([
      "app/node_modules/debug/.coveralls.yml",
    ]);
  });
});

/** Samples of another scanner's tests, with what finds each. */
const peers: Readonly<Record<string, string>> = {
  "alibaba-access-key-id.txt": "secret-alibaba-access-key-id",
  "asymmetric-private-secret.txt": "secret-private-key",
  "aws-secrets.txt": "secret-aws-secret-access-key",
  "azure-app-config-connection-string.txt": "secret-azure-app-configuration",
  "azure-ai-services-key.txt": "secret-azure-ai-services-key",
  "azure-devops-pat.txt": "secret-azure-devops-pat-old",
  "azure-storage-account-key.txt": "secret-azure-storage-key",
  "github-token.txt": "secret-github-fine-grained-pat",
  "openai-legacy-api-key.txt": "secret-openai-key",
  "openai-project-api-key.txt": "secret-openai-key",
};

describe("samples of another scanner", () => {
  it("are found too", async ({ skip }) => {
    const shared = sharedFolder("");
    if (shared === undefined || !existsSync(join(shared, "secrets.tar.gz"))) return skip();
    const folder = await mkdtemp(join(tmpdir(), "plimsoll-samples-"));
    try {
      execFileSync("tar", ["xzf", join(shared, "secrets.tar.gz"), "-C", folder]);
      const at = join(folder, "secrets/aquasecurity__trivy/secret");
      const files = readdirSync(at).filter((file) => file in peers);
      expect(files.length).toBeGreaterThan(8);
      for (const file of files) {
        const found = findSecrets(readFileSync(join(at, file)), { path: `app/${file}` });
        expect(
          found.map(({ detector }) => detector),
          file,
        ).toContain(peers[file]);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
