import type { Credentials } from "../options.ts";
import { askCredentialHelper } from "./credential-helper.ts";
import { type DockerConfig, readDockerConfig } from "./docker-config.ts";

/**
 * Finds the login for a registry where Docker's own client does: `credHelpers`, `credsStore`,
 * `auths`; after that `GITHUB_TOKEN` for ghcr.io.
 *
 * @returns undefined for none: the registry is then asked anonymously
 * @throws PlimsollError `READ_FAILED`, `MALFORMED`, `INVALID_CONFIG`, `TIMEOUT`
 */
export async function findCredentials(registry: string): Promise<Credentials | undefined> {
  const config = await readDockerConfig();
  const names = serverNamesOf(registry);
  return (await fromHelper(config, names)) ?? fromAuths(config, names) ?? fromEnvironment(registry);
}

async function fromHelper(
  config: DockerConfig,
  names: readonly string[],
): Promise<Credentials | undefined> {
  const known = names.find((name) => config.credHelpers.has(name));
  const helper = known === undefined ? config.credsStore : config.credHelpers.get(known);
  return helper === undefined ? undefined : askCredentialHelper(helper, known ?? names[0]!);
}

function fromAuths(config: DockerConfig, names: readonly string[]): Credentials | undefined {
  const known = names.find((name) => config.auths.has(name));
  if (known !== undefined) return config.auths.get(known);
  for (const [server, credentials] of config.auths) {
    if (names.includes(hostOf(server))) return credentials;
  }
  return undefined;
}

function fromEnvironment(registry: string): Credentials | undefined {
  const token = process.env.GITHUB_TOKEN;
  if (registry.toLowerCase() !== "ghcr.io" || !token) return undefined;
  // GitHub looks at the token alone.
  return { username: process.env.GITHUB_ACTOR || "github", password: token };
}

/** Names under which Docker stores a registry's login, the usual one first. Docker Hub has its old index's URL. */
function serverNamesOf(registry: string): string[] {
  const host = registry.toLowerCase();
  return host === "docker.io" || host === "registry-1.docker.io"
    ? ["https://index.docker.io/v1/", "index.docker.io", "docker.io", "registry-1.docker.io"]
    : [host];
}

/** Old clients stored `https://host/v1/`. */
function hostOf(server: string): string {
  return (server.replace(/^https?:\/\//, "").split("/", 1)[0] ?? "").toLowerCase();
}
