import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packImage } from "@plimsoll/image";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { run } from "../../packages/plimsoll/test/cli/test-io.ts";
import { type RegistryServer, startRegistry } from "../support/src/registry.ts";
import { digestOf } from "../support/src/registry-store.ts";
import { shopSpec } from "./shop-spec.ts";

let folder: string;
let registry: RegistryServer;
let base: string;
let digest: string;
const at = (name: string) => join(folder, name);
const rules = (text: string) => `trust:\n  rules:\n${text.replace(/^/gm, "    ")}\n`;
const requireKey = (images: string, more = "") =>
  `- images: ["${images}"]\n  require: {any-of: [{key: base.pub}]}\n${more}`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "plimsoll-policy-"));
  registry = await startRegistry();
  base = `${registry.host}/base/node:22`;
  const repository = registry.repository("base/node");
  const packed = packImage(shopSpec());
  for (const blob of [packed.config, ...packed.layers.map(({ bytes }) => bytes)]) {
    repository.putBlob(blob);
  }
  const entry = { mediaType: packed.mediaType, size: packed.manifest.length };
  repository.putManifest(packed.manifest, packed.mediaType, "plain");
  digest = digestOf(packed.manifest);
  const platform = { os: "linux", architecture: "amd64" };
  const indexType = "application/vnd.oci.image.index.v1+json";
  const index = {
    schemaVersion: 2,
    mediaType: indexType,
    manifests: [{ ...entry, digest, platform }],
  };
  repository.putManifest(Buffer.from(JSON.stringify(index)), indexType, "22");
  await run("sign", "--generate-key", at("base"));
  await run("sign", "--generate-key", at("other"));
  await run("sign", base, "--insecure", registry.host, "--key", at("base.key"));
});
afterAll(async () => {
  await registry.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  writeFileSync(at("plimsoll.yml"), rules(requireKey(`${registry.host}/base/**`)));
});

const runOn = (command: string, ...more: string[]) =>
  run(command, base, "--insecure", registry.host, "--config", at("plimsoll.yml"), ...more);

describe("plimsoll verify with rules", () => {
  it("accepts what the rule asks for, and names it by digest", async () => {
    const { exitCode, out } = await runOn("verify", "--platform", "all");
    expect(out).toContain(`rule ${registry.host}/base/** (strict)`);
    expect(out).toContain(`${registry.host}/base/node@sha256:`);
    expect(out).toContain("platform linux/amd64");
    expect(out).toContain("- transparency-log");
    expect(exitCode).toBe(0);
  });

  it("gives the same as JSON", async () => {
    const { out } = await runOn("verify", "--platform", "all", "--format", "json");
    const { trust, subject } = JSON.parse(out);
    expect(trust).toMatchObject({ result: "verified", isAccepted: true, level: "strict" });
    expect(trust.children).toMatchObject([{ platform: "linux/amd64", digest }]);
    expect(subject.digest).toBe(trust.digest);
  });

  it("refuses an image without a rule, and lets pass what is only audited", async () => {
    writeFileSync(at("plimsoll.yml"), rules(requireKey("ghcr.io/**")));
    const refused = await runOn("verify", "--platform", "all");
    expect(refused.exitCode).toBe(1);
    expect(refused.out).toContain("No rule of the policy names");
    writeFileSync(
      at("plimsoll.yml"),
      rules(`- images: ["**"]\n  level: audit\n  require: {any-of: [{key: other.pub}]}`),
    );
    const audited = await runOn("verify", "--platform", "all");
    expect(audited.out).toContain("would refuse");
    expect(audited.exitCode).toBe(0);
  });

  it("takes the rules of another file, whose paths start there", async () => {
    mkdirSync(at("policy"), { recursive: true });
    writeFileSync(at("policy/base.pub"), readFileSync(at("other.pub")));
    writeFileSync(at("policy/trust.yml"), rules(requireKey("**")));
    const { exitCode } = await runOn("verify", "--trust-policy", at("policy/trust.yml"));
    expect(exitCode).toBe(1);
    writeFileSync(at("policy/base.pub"), readFileSync(at("base.pub")));
    const again = await runOn("verify", "--trust-policy", at("policy/trust.yml"));
    expect(again.exitCode).toBe(0);
  });

  it("lets a signer of the command line stand in place of the rules", async () => {
    expect((await runOn("verify", "--key", at("other.pub"))).exitCode).toBe(1);
    const issuer = ["--certificate-oidc-issuer", "https://i.example", "--offline"];
    const keyless = await runOn("verify", ...issuer, "--certificate-identity", "a@b.c");
    expect(keyless.exitCode).toBe(1);
    expect(keyless.out).toContain("keyless a@b.c (https://i.example)");
    const alone = await runOn("verify", "--certificate-identity", "a@b.c");
    expect(alone.exitCode).toBe(2);
    expect(alone.err).toContain("--certificate-issuer");
  });

  it("says which file of the policy cannot be read", async () => {
    writeFileSync(at("plimsoll.yml"), rules(requireKey("**").replace("base.pub", "none.pub")));
    const { exitCode, err } = await runOn("verify");
    expect(exitCode).not.toBe(0);
    expect(err).toContain("none.pub");
  });

  it("looks at all platforms for nobody else", async () => {
    const { exitCode, err } = await runOn("check", "--platform", "all");
    expect(exitCode).toBe(2);
    expect(err).toContain("Only plimsoll verify looks at all platforms");
  });
});

describe("plimsoll check with rules", () => {
  const checkFile = async (text: string) => {
    writeFileSync(at("Dockerfile"), text);
    const { out } = await run(
      ...["check", "--config", at("plimsoll.yml"), "--insecure", registry.host],
      ...["--dockerfile", at("Dockerfile"), "--format", "json"],
    );
    const { findings } = JSON.parse(out) as { findings: { rule: string }[] };
    return findings.filter(({ rule }) => rule === "base-image-trust");
  };

  it("finds nothing against a base image that the rule accepts", async () => {
    expect(await checkFile(`FROM ${base}\nFROM scratch\n`)).toEqual([]);
  });

  it("names the FROM line that is refused", async () => {
    writeFileSync(at("plimsoll.yml"), rules(requireKey("**").replace("base.pub", "other.pub")));
    expect(
      await checkFile(`# syntax\nARG TAG=22\nFROM ${base.replace(/22$/, "")}$TAG AS a\nFROM a\n`),
    ).toMatchObject([
      { kind: "signature", severity: "high", status: "fail", location: { line: 3 } },
    ]);
  });

  it("judges images without a rule only when all are to be judged", async () => {
    writeFileSync(at("plimsoll.yml"), rules(requireKey("ghcr.io/**")));
    expect(await checkFile(`FROM ${base}\n`)).toEqual([]);
    writeFileSync(at("plimsoll.yml"), `${rules(requireKey("ghcr.io/**"))}  base-images: all\n`);
    expect(await checkFile(`FROM ${base}\n`)).toMatchObject([{ status: "fail" }]);
    expect(await checkFile("ARG WHAT\nFROM $WHAT\n")).toMatchObject([{ status: "unknown" }]);
  });
});

describe("plimsoll discover", () => {
  it("lists what lies beside every platform", async () => {
    const { exitCode, out } = await run("discover", base, "--insecure", registry.host);
    expect(exitCode).toBe(0);
    expect(out).toContain("signature  cosign-simplesigning  by key");
    expect(out).toContain(`linux/amd64  ${digest}`);
    expect(out).toContain("Nothing of this was verified");
  });

  it("gives the same as JSON", async () => {
    const { out } = await run("discover", base, "--insecure", registry.host, "--format", "json");
    expect(JSON.parse(out)).toMatchObject({
      isVerified: false,
      subjects: [{ kind: "index" }, { platform: "linux/amd64", artifacts: [] }],
    });
  });
});

describe("plimsoll trust import", () => {
  it("prints a policy that verify takes", async () => {
    const policy = {
      default: [{ type: "reject" }],
      transports: {
        docker: {
          [`${registry.host}/base`]: [{ type: "sigstoreSigned", keyPath: at("base.pub") }],
          "quay.io": [{ type: "signedBy" }],
        },
      },
    };
    writeFileSync(at("policy.json"), JSON.stringify(policy));
    const { exitCode, out, err } = await run("trust", "import", at("policy.json"));
    expect(exitCode).toBe(3);
    expect(err).toContain("quay.io: ");
    expect(parse(out).trust.rules).toHaveLength(3);
    writeFileSync(at("imported.yml"), out);
    expect((await runOn("verify", "--trust-policy", at("imported.yml"))).exitCode).toBe(0);
  });

  it("says what it cannot import", async () => {
    writeFileSync(at("pod.yml"), "kind: Pod\n");
    const { exitCode, err } = await run("trust", "import", at("pod.yml"));
    expect(exitCode).not.toBe(0);
    expect(err).toContain("no trust policy that can be imported");
  });
});
