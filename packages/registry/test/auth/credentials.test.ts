import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { askCredentialHelper } from "../../src/auth/credential-helper.ts";
import { findCredentials } from "../../src/auth/credentials.ts";
import { parseDockerConfig } from "../../src/auth/docker-config.ts";
import { failureOf } from "../support.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "credentials-"));
  vi.stubEnv("DOCKER_CONFIG", folder);
  vi.stubEnv("GITHUB_TOKEN", "");
  vi.stubEnv("PATH", `${folder}${delimiter}${process.env.PATH}`);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const writeConfig = (config: unknown) =>
  writeFile(join(folder, "config.json"), JSON.stringify(config));
const encode = (text: string) => ({ auth: Buffer.from(text).toString("base64") });

/** Installs a helper whose body is shell; `$server` is what it was asked for. */
async function installHelper(name: string, body: string) {
  const path = join(folder, `docker-credential-${name}`);
  await writeFile(path, `#!/bin/sh\nserver=$(cat)\n${body}\n`);
  await chmod(path, 0o755);
}

describe("the login for a registry", () => {
  it("is none without a configuration", async () => {
    expect(await findCredentials("ghcr.io")).toBeUndefined();
  });

  it("is found in auths under the host, or under an old URL", async () => {
    await writeConfig({
      auths: {
        "https://index.docker.io/v1/": encode("hub:a:b"),
        "localhost:5000": encode("local:x"),
        "https://Old.example/v2/": encode("old:y"),
        "token.example": { identitytoken: "id", ...encode("<token>:") },
        "raw.example": { username: "u", password: "p" },
        "bearer.example": { registrytoken: "rt" },
      },
    });
    expect(await findCredentials("docker.io")).toEqual({ username: "hub", password: "a:b" });
    expect(await findCredentials("localhost:5000")).toEqual({ username: "local", password: "x" });
    expect(await findCredentials("localhost")).toBeUndefined();
    expect(await findCredentials("old.example")).toEqual({ username: "old", password: "y" });
    expect(await findCredentials("token.example")).toEqual({ identityToken: "id" });
    expect(await findCredentials("raw.example")).toEqual({ username: "u", password: "p" });
    expect(await findCredentials("bearer.example")).toEqual({ registryToken: "rt" });
  });

  it("comes from the registry's helper, then the common helper, then auths", async () => {
    await installHelper("one", `echo '{"Username":"one","Secret":"'"$server"'"}'`);
    await installHelper("none", "echo 'credentials not found in native keychain'; exit 1");
    await writeConfig({
      credHelpers: { "one.example": "one" },
      credsStore: "none",
      auths: { "three.example": encode("three:3"), "one.example": encode("wrong:1") },
    });
    expect(await findCredentials("one.example")).toEqual({
      username: "one",
      password: "one.example",
    });
    expect(await findCredentials("three.example")).toEqual({ username: "three", password: "3" });
    expect(await findCredentials("four.example")).toBeUndefined();
  });

  it("asks a helper for Docker Hub by the URL of its old index", async () => {
    await installHelper("hub", `echo '{"Username":"<token>","Secret":"'"$server"'"}'`);
    await writeConfig({ credsStore: "hub" });
    expect(await findCredentials("docker.io")).toEqual({
      identityToken: "https://index.docker.io/v1/",
    });
  });

  it("is GITHUB_TOKEN for ghcr.io alone, when nothing else is stored", async () => {
    vi.stubEnv("GITHUB_TOKEN", "ghs_x");
    vi.stubEnv("GITHUB_ACTOR", "octo");
    expect(await findCredentials("ghcr.io")).toEqual({ username: "octo", password: "ghs_x" });
    expect(await findCredentials("ghcr.io.evil.example")).toBeUndefined();
    await writeConfig({ auths: { "ghcr.io": encode("me:mine") } });
    expect(await findCredentials("ghcr.io")).toEqual({ username: "me", password: "mine" });
  });

  it("cannot be read from a broken configuration, whose text is not shown", async () => {
    await writeFile(join(folder, "config.json"), '{"auths": {"a": {"auth": "c2VjcmV0"');
    const error = await failureOf(findCredentials("a"), "MALFORMED");
    expect(`${error.message} ${error.stack} ${error.cause}`).not.toContain("c2VjcmV0");
    await rm(join(folder, "config.json"));
    await mkdir(join(folder, "config.json"));
    await failureOf(findCredentials("a"), "READ_FAILED");
  });
});

describe("a credential helper", () => {
  it.each(["../x", "a/b", "", "-x", "a b", "x;id", "$(id)", "a".repeat(65)])(
    "named %j is not run",
    async (name) => {
      await failureOf(askCredentialHelper(name, "s"), "INVALID_CONFIG");
    },
  );

  it("that is not installed is named", async () => {
    const error = await failureOf(askCredentialHelper("absent", "s"), "READ_FAILED");
    expect(error.message).toContain("docker-credential-absent is not installed");
  });

  it.each([
    ["fails", 'echo \'{"Secret":"s3cret"}\'; exit 3', "ended with status 3"],
    ["prints no login", "echo s3cret", "did not answer with a login"],
    ["prints another kind of JSON", "echo '[\"s3cret\"]'", "did not answer with a login"],
    ["prints without end", "yes s3cret", "more than a login"],
  ])("that %s is reported without its output", async (_what, body, message) => {
    await installHelper("bad", body);
    const error = await failureOf(askCredentialHelper("bad", "s"), "READ_FAILED");
    expect(error.message).toContain(message);
    expect(`${error.message} ${error.stack}`).not.toContain("s3cret");
  });

  it("that hangs is ended", async () => {
    await installHelper("slow", "exec sleep 20");
    const started = performance.now();
    await failureOf(askCredentialHelper("slow", "s", { timeLimitMs: 200 }), "TIMEOUT");
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it("may end without reading what it is asked for", async () => {
    const path = join(folder, "docker-credential-quick");
    await writeFile(path, `#!/bin/sh\necho '{"Username":"u","Secret":"p"}'\n`);
    await chmod(path, 0o755);
    expect(await askCredentialHelper("quick", "s".repeat(200_000))).toEqual({
      username: "u",
      password: "p",
    });
  });
});

describe("Docker's configuration", () => {
  it("of any shape gives what makes sense in it", () => {
    const entry = fc.record(
      { auth: fc.anything(), identitytoken: fc.anything(), username: fc.anything() },
      { requiredKeys: [] },
    );
    const config = fc.record(
      {
        auths: fc.oneof(fc.anything(), fc.dictionary(fc.string(), fc.oneof(entry, fc.anything()))),
        credHelpers: fc.oneof(fc.anything(), fc.dictionary(fc.string(), fc.anything())),
        credsStore: fc.anything(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(config, (value) => {
        const text = JSON.stringify(value, (_key, part: unknown) =>
          typeof part === "bigint" ? 0 : part,
        );
        const parsed = parseDockerConfig(text);
        for (const helper of parsed.credHelpers.values()) expect(typeof helper).toBe("string");
      }),
    );
  });
});
