import { readdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { isRegistryHost } from "../reference/grammar.ts";

const maxFiles = 64;
const maxFileBytes = 1024 * 1024;

/**
 * Authorities that Docker's and Podman's folders name for `host` (`host` or `host:port`), together
 * with Node's own; undefined when there are none. Files that cannot be read are passed over: the
 * connection then fails with its own reason.
 */
export async function findAuthorities(host: string): Promise<string[] | undefined> {
  if (!isRegistryHost(host)) return undefined;
  const found: string[] = [];
  for (const folder of certificateFolders())
    found.push(...(await readCertificates(join(folder, host))));
  if (found.length === 0) return undefined;
  const { getCACertificates } = await import("node:tls");
  return [...getCACertificates("default"), ...found];
}

// dockerd(8) "Insecure registries"; containers-certs.d(5). The last is where Docker's client looks for
// the authorities of Notary servers.
function certificateFolders(): string[] {
  const home = process.env.HOME || homedir();
  const configHome = process.env.XDG_CONFIG_HOME || join(home, ".config");
  return [
    "/etc/docker/certs.d",
    "/etc/containers/certs.d",
    join(configHome, "containers", "certs.d"),
    join(process.env.DOCKER_CONFIG || join(home, ".docker"), "tls"),
  ];
}

async function readCertificates(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith(".crt")).sort();
  const contents = await Promise.all(
    files.slice(0, maxFiles).map((name) => readFile(join(folder, name), "latin1").catch(() => "")),
  );
  return contents.filter(
    (pem) => pem.length <= maxFileBytes && pem.includes("-----BEGIN CERTIFICATE-----"),
  );
}
