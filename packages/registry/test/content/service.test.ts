import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createRegistryClient } from "../../src/index.ts";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A service that wants a token, and gives one for the login `sailor`. */
async function startService(): Promise<{ origin: string; requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = [];
  server = createServer((request, response) => {
    requests.push(request);
    if (request.url!.startsWith("/token")) {
      const isKnown = request.headers.authorization === `Basic ${btoa("sailor:secret")}`;
      response.writeHead(isKnown ? 200 : 401);
      return response.end(JSON.stringify({ token: "pass" }));
    }
    if (request.headers.authorization !== "Bearer pass") {
      const challenge = `Bearer realm="http://${request.headers.host}/token",service="notary"`;
      response.writeHead(401, { "www-authenticate": challenge });
      return response.end();
    }
    response.writeHead(200);
    return response.end("x".repeat(100));
  });
  await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, requests };
}

const credentials = async (registry: string) =>
  registry === "registry.test" ? { username: "sailor", password: "secret" } : undefined;

describe("a service beside a registry", () => {
  it("gets a token by the registry's login, for the scope that is asked for", async () => {
    const { origin, requests } = await startService();
    const client = createRegistryClient({ credentials, insecure: [new URL(origin).host] });
    const answer = await client.requestService!({
      url: new URL(`${origin}/v2/registry.test/app/_trust/tuf/root.json`),
      method: "GET",
      registry: "registry.test",
      scope: "registry.test/app",
      maxBytes: 100,
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toHaveLength(100);
    const token = requests.find(({ url }) => url!.startsWith("/token"));
    expect(new URL(token!.url!, origin).searchParams.get("scope")).toBe(
      "repository:registry.test/app:pull",
    );
    await client.close();
  });

  it("is cut off past the bound, and never asked where that is not safe", async () => {
    const { origin } = await startService();
    const client = createRegistryClient({ credentials, insecure: [new URL(origin).host] });
    const request = { method: "GET", registry: "registry.test", scope: "app" } as const;
    const small = { ...request, url: new URL(`${origin}/x`), maxBytes: 99 };
    await expect(client.requestService!(small)).rejects.toMatchObject({ code: "LIMIT_EXCEEDED" });
    for (const url of [
      "http://registry.test/",
      "https://a:b@registry.test/",
      "ftp://registry.test/",
    ]) {
      const unsafe = { ...request, url: new URL(url), maxBytes: 99 };
      await expect(client.requestService!(unsafe)).rejects.toMatchObject({
        code: "INVALID_ARGUMENT",
      });
    }
    await client.close();
  });
});
