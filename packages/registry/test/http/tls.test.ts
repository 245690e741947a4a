import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createCertificate } from "../../../../test/support/src/registry-certificate.ts";
import { createHostPolicy } from "../../src/http/host-policy.ts";
import { connect, failureOf, imageType, setUp, storeImage } from "../support.ts";

const own = createCertificate();
const foreign = createCertificate();

/** Puts an authority where Podman keeps those of a host. */
async function trust(host: string, certificate: string) {
  const folder = await mkdtemp(join(tmpdir(), "authorities-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, "containers", "certs.d", host), { recursive: true });
  await writeFile(join(folder, "containers", "certs.d", host, "ca.crt"), certificate);
  vi.stubEnv("XDG_CONFIG_HOME", folder);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
}

describe("TLS", () => {
  it("is spoken where there is TLS, and plain HTTP where there is not, with hosts listed as insecure", async () => {
    for (const options of [{ tls: own }, {}]) {
      const { server, client, at } = await setUp(options);
      storeImage(server);
      expect((await client.getManifest(at())).mediaType).toBe(imageType);
    }
  });

  it("is verified with the authority that certs.d names", async () => {
    const { server, client, at } = await setUp({ tls: own }, { insecure: [] });
    storeImage(server);
    await trust(server.host, own.cert);
    expect((await client.getManifest(at())).mediaType).toBe(imageType);
  });

  it("is refused on this machine too when nobody vouches for the certificate", async () => {
    const { server, client, at } = await setUp({ tls: own }, { insecure: [] });
    const error = await failureOf(client.getManifest(at()), "UNREACHABLE");
    expect(error.action).toContain(`--insecure ${server.host}`);
    expect(server.requests).toHaveLength(0);
  });

  it("is refused when certs.d names another authority, unless the host is listed as insecure", async () => {
    const { server, client, at } = await setUp({ tls: own }, { insecure: [] });
    storeImage(server);
    await trust(server.host, foreign.cert);
    const error = await failureOf(client.getManifest(at()), "UNREACHABLE");
    expect(error.message).toContain("certificate");
    expect(error.action).toContain(`certs.d/${server.host}/ca.crt`);
    expect(server.requests).toHaveLength(0);
    const lax = connect({ insecure: [server.host] });
    expect((await lax.getManifest(at())).mediaType).toBe(imageType);
  });
});

describe("plain HTTP", () => {
  it("is not spoken unasked, on this machine neither, and the error says what to pass", async () => {
    const { server, client, at } = await setUp({}, { insecure: [] });
    storeImage(server);
    const error = await failureOf(client.getManifest(at()), "UNREACHABLE");
    expect(error.message).toContain("does not speak TLS");
    expect(error.action).toBe(
      `If ${server.host} is meant to speak plain HTTP, pass --insecure ${server.host}, or list ${server.host} under registry.insecure in plimsoll.yml.`,
    );
    expect(server.requests).toHaveLength(0);
  });

  it("is spoken with a registry that never answers a TLS greeting", async () => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.on("data", (data) => {
        if (!data.toString("latin1").startsWith("GET ")) return;
        socket.end(
          'HTTP/1.1 200 OK\r\ncontent-length: 13\r\nconnection: close\r\n\r\n{"layers":[]}',
        );
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const reference = { registry: `127.0.0.1:${port}`, repository: "app" };
    const client = connect({ timeoutMs: 300, insecure: [reference.registry] });
    expect((await client.getManifest(reference)).mediaType).toBe(imageType);
  });
});

describe("the trust in a host without TLS", () => {
  const policy = createHostPolicy(["lan.example:5000", "Plain.example", "10.0.0.5"]);
  it.each([
    ["https://registry-1.docker.io/", "verified"],
    ["https://lan.example/", "verified"],
    ["https://lan.example:5000/", "insecure"],
    ["http://plain.example/", "insecure"],
    ["http://plain.example:81/", "insecure"],
    ["https://10.0.0.5:443/", "insecure"],
    ["https://10.0.0.50/", "verified"],
    ["http://localhost:5000/", "loopback"],
    ["http://127.8.9.10/", "loopback"],
    ["http://[::1]:80/", "loopback"],
    ["http://localhost.example/", "verified"],
    ["http://127.0.0.1.example/", "verified"],
  ])("of %s is %s", (url, expected) => {
    expect(policy(new URL(url))).toBe(expected);
  });

  it("is given only to hosts", () => {
    for (const host of ["http://x.example", "a/b", ""])
      expect(() => createHostPolicy([host])).toThrow(/valid host/);
  });
});
