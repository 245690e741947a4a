import { PlimsollError } from "@plimsoll/core";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { RegistryAuth } from "../../../../test/support/src/registry-auth.ts";
import { connect, failureOf, imageType, setUp, storeImage } from "../support.ts";

const ann = { username: "ann", password: "pass:word-é" };
const basic: RegistryAuth = { scheme: "basic", ...ann };
const bearer: RegistryAuth = { scheme: "bearer", ...ann };

describe("logging in", () => {
  it.each([
    ["Basic", basic],
    ["Bearer", bearer],
  ] as const)("works by %s, asking once", async (_name, auth) => {
    const { server, at } = await setUp({ auth });
    storeImage(server);
    const lookups: string[] = [];
    const client = connect({
      credentials: async (registry) => {
        lookups.push(registry);
        return ann;
      },
    });
    for (let i = 0; i < 3; i += 1) await client.getManifest(at());
    expect(lookups).toEqual([server.host]);
    const manifests = server.requests.filter(({ path }) => path.includes("/manifests/"));
    expect(manifests.map(({ authorization }) => authorization !== undefined)).toEqual([
      false,
      true,
      true,
      true,
    ]);
    expect(server.requests.filter(({ at: place }) => place === "token")).toHaveLength(
      auth === bearer ? 1 : 0,
    );
  });

  it("gets an anonymous token where that is enough", async () => {
    const { server, client, at } = await setUp({ auth: { ...bearer, anonymousPull: true } });
    storeImage(server);
    await client.getManifest(at());
    expect(server.requests.find(({ at: place }) => place === "token")?.path).toContain(
      "service=test&scope=repository%3Ateam%2Fapp%3Apull",
    );
  });

  it("pulls public images although the stored login is no longer good", async () => {
    const { server, at } = await setUp({ auth: { ...bearer, anonymousPull: true } });
    storeImage(server);
    const client = connect({ credentials: async () => ({ username: "ann", password: "old" }) });
    expect((await client.getManifest(at())).mediaType).toBe(imageType);
  });

  it("gets a new token when the old one is refused", async () => {
    const { server, at } = await setUp({ auth: bearer });
    storeImage(server);
    const client = connect({ credentials: async () => ann });
    await client.getManifest(at());
    server.revokeTokens();
    await client.getManifest(at());
    expect(server.requests.filter(({ at: place }) => place === "token")).toHaveLength(2);
  });

  it("gets a new token before the old one runs out, without waiting for a refusal", async () => {
    const { server, at } = await setUp({ auth: { ...bearer, tokenLifeS: 300 } });
    storeImage(server);
    const client = connect({ credentials: async () => ann });
    await client.getManifest(at());
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 299_000 });
    onTestFinished(() => void vi.useRealTimers());
    await client.getManifest(at());
    const asked = server.requests.filter(({ path }) => /token|manifests/.test(path));
    expect(asked.map(({ at: place }) => place)).toEqual([
      "registry",
      "token",
      "registry",
      "token",
      "registry",
    ]);
  });

  it("trades an identity token for an access token, in a form and not in the URL", async () => {
    const { server, at } = await setUp({ auth: { ...bearer, identityToken: "refresh-me" } });
    storeImage(server);
    const client = connect({ credentials: async () => ({ identityToken: "refresh-me" }) });
    await client.getManifest(at());
    const asked = server.requests.filter(({ at: place }) => place === "token");
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /token"]);
  });

  it("sends a registry token as it is", async () => {
    const { server, at } = await setUp({ auth: bearer });
    const client = connect({ credentials: async () => ({ registryToken: "given" }) });
    await failureOf(client.getManifest(at()), "UNAUTHORIZED");
    expect(server.requests.at(-1)?.authorization).toBe("Bearer given");
  });

  it.each([
    ["Basic", basic],
    ["Bearer", bearer],
  ] as const)("by %s without credentials says how to log in", async (_name, auth) => {
    const { server, client, at } = await setUp({ auth });
    const error = await failureOf(client.getManifest(at()), "UNAUTHORIZED");
    expect(error.message).toContain("asks for a login");
    expect(error.action).toContain(`docker login ${server.host}`);
  });

  it("with wrong credentials says that they are refused, and never shows them", async () => {
    for (const auth of [basic, bearer]) {
      const { at } = await setUp({ auth });
      const client = connect({
        credentials: async () => ({ username: "ann", password: "hunter2" }),
      });
      const error = await failureOf(client.getManifest(at()), "UNAUTHORIZED");
      expect(error.message).toContain("does not accept the login");
      const shown = `${error.message} ${error.subject} ${error.action} ${error.stack}`;
      expect(shown).not.toMatch(/hunter2|aHVudGVyMg|YW5u/);
    }
  });

  it("tells of a credential helper's failure only when a login is needed", async () => {
    const credentials = () =>
      Promise.reject(new PlimsollError("READ_FAILED", "The helper is not installed"));
    const open = await setUp({ auth: { ...bearer, anonymousPull: true } }, { credentials });
    storeImage(open.server);
    expect((await open.client.getManifest(open.at())).mediaType).toBe(imageType);
    const shut = await setUp({ auth: bearer }, { credentials });
    expect((await failureOf(shut.client.getManifest(shut.at()), "UNAUTHORIZED")).action).toContain(
      "not installed",
    );
  });

  it.each([
    ["without a realm", 'Bearer service="test"'],
    ["with a realm on plain HTTP elsewhere", 'Bearer realm="http://auth.example/token"'],
    ["with a realm that is a file", 'Bearer realm="file:///etc/passwd"'],
    ["with a realm that holds credentials", 'Bearer realm="https://a:b@auth.example/"'],
  ])("does not go to a token service %s", async (_what, challenge) => {
    const { server, at } = await setUp();
    const client = connect({ credentials: async () => ann });
    server.fail({
      on: /manifests/,
      kind: "respond",
      status: 401,
      headers: { "www-authenticate": challenge },
    });
    await failureOf(client.getManifest(at()), "SERVER_ERROR");
  });

  it.each([
    [200, "<html>", "SERVER_ERROR"],
    [200, '{"token":"two\\r\\nlines"}', "SERVER_ERROR"],
    [200, '{"token":7}', "SERVER_ERROR"],
    [404, "", "SERVER_ERROR"],
    [200, "x".repeat(300_000), "LIMIT_EXCEEDED"],
  ] as const)("survives a token service that answers %i %.20s", async (status, body, code) => {
    const { server, at } = await setUp({ auth: bearer });
    const client = connect({ credentials: async () => ann });
    server.fail({ on: /token/, kind: "respond", status, body });
    await failureOf(client.getManifest(at()), code);
  });

  it("gives up when the registry refuses the token it asked for", async () => {
    const { server, at } = await setUp({ auth: bearer });
    const client = connect({ credentials: async () => ann });
    server.fail({
      on: /token/,
      kind: "respond",
      status: 200,
      body: '{"access_token":"worthless"}',
    });
    await failureOf(client.getManifest(at()), "UNAUTHORIZED");
    expect(server.requests.filter(({ path }) => path.includes("manifests"))).toHaveLength(2);
  });
});
