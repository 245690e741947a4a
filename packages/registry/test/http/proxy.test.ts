import { createServer } from "node:http";
import { type AddressInfo, connect as connectTcp } from "node:net";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createCertificate } from "../../../../test/support/src/registry-certificate.ts";
import { connect, imageType, setUp, storeImage } from "../support.ts";

/** A proxy that leads every tunnel to `port`, and what it was asked for. */
async function startProxy(port: number): Promise<{ url: string; tunnels: string[] }> {
  const tunnels: string[] = [];
  const proxy = createServer();
  proxy.on("connect", (request, socket) => {
    tunnels.push(request.url ?? "");
    const target = connectTcp(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      target.pipe(socket).pipe(target);
    });
    socket.on("error", () => target.destroy());
    target.on("error", () => socket.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void proxy.close());
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, tunnels };
}

function setProxy(url: string): void {
  for (const name of ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"])
    vi.stubEnv(name, url);
  for (const name of ["NO_PROXY", "no_proxy"]) vi.stubEnv(name, "");
  onTestFinished(() => void vi.unstubAllEnvs());
}

describe("a proxy of the environment", () => {
  it("is used for other hosts", async () => {
    const { server } = await setUp({ tls: createCertificate() });
    storeImage(server);
    const { url, tunnels } = await startProxy(Number(new URL(server.url).port));
    setProxy(url);
    const client = connect({ insecure: ["registry.example"] });
    const reference = { registry: "registry.example", repository: "team/app", tag: "1" };
    expect((await client.getManifest(reference)).mediaType).toBe(imageType);
    expect(new Set(tunnels)).toEqual(new Set(["registry.example:443"]));
  });

  it("is not used for this machine", async () => {
    setProxy("http://127.0.0.1:1");
    const { server, client, at } = await setUp();
    storeImage(server);
    expect((await client.getManifest(at())).mediaType).toBe(imageType);
  });
});
