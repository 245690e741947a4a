import { stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { PlimsollError } from "@plimsoll/core";
import { type EngineAddress, parseAddress } from "./address.ts";
import { readContext } from "./context.ts";
import { readTls, type TlsFiles } from "./tls.ts";

/** An address, and the TLS files for it. */
export interface LocatedEngine {
  readonly address: EngineAddress;
  readonly tls: TlsFiles | undefined;
}

/**
 * Finds the engine: `host` if given, else `DOCKER_HOST`, else Docker's current context, else the
 * first socket of Docker or Podman that exists.
 *
 * @throws PlimsollError `UNREACHABLE` when there is none, and what `parseAddress`, `readTls` and `readContext` throw
 */
export async function locateEngine(host?: string, tls?: TlsFiles): Promise<LocatedEngine> {
  const named = host || process.env.DOCKER_HOST;
  if (named) {
    const isSecure =
      tls !== undefined || Boolean(process.env.DOCKER_TLS_VERIFY || process.env.DOCKER_CERT_PATH);
    const address = parseAddress(named, isSecure);
    const isTls = address.kind === "tcp" && address.secure;
    return { address, tls: isTls ? (tls ?? (await readTls())) : undefined };
  }
  const context = await readContext();
  if (context !== undefined) {
    const files = await readTls(context.tlsFolder);
    const isSecure = Object.keys(files).length > 0;
    const address = parseAddress(context.host, isSecure);
    return { address, tls: address.kind === "tcp" && address.secure ? files : undefined };
  }
  const paths = socketPaths();
  for (const path of paths) {
    const isSocket = await stat(path).then(
      (file) => file.isSocket(),
      () => false,
    );
    if (isSocket) return { address: { kind: "socket", path }, tls: undefined };
  }
  throw new PlimsollError("UNREACHABLE", "No container engine was found on this machine", {
    subject: paths[0],
    action: "Start Docker or Podman, or set DOCKER_HOST.",
  });
}

/** Docker's socket, those of its rootless and desktop variants, then Podman's (podman-system-service(1)). */
function socketPaths(): string[] {
  const runtime = process.env.XDG_RUNTIME_DIR;
  return [
    "/var/run/docker.sock",
    ...(runtime ? [join(runtime, "docker.sock")] : []),
    join(process.env.HOME || homedir(), ".docker", "run", "docker.sock"),
    ...(runtime ? [join(runtime, "podman", "podman.sock")] : []),
    "/run/podman/podman.sock",
  ];
}
