import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { PlimsollError } from "@plimsoll/core";

/** PEM texts for an engine behind TLS. Its certificate is always verified. */
export interface TlsFiles {
  /** Authority of the engine's certificate. Default: those that Node trusts. */
  ca?: string;
  /** The client's certificate; goes with `key`. */
  cert?: string;
  key?: string;
}

/**
 * Reads `ca.pem`, `cert.pem` and `key.pem`; each may be absent.
 *
 * @param folder default: `$DOCKER_CERT_PATH`, else `~/.docker`
 * @throws PlimsollError `READ_FAILED`
 */
export async function readTls(folder: string = certificateFolder()): Promise<TlsFiles> {
  const [ca, cert, key] = await Promise.all(
    ["ca.pem", "cert.pem", "key.pem"].map((name) => readIfPresent(join(folder, name))),
  );
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

function certificateFolder(): string {
  return process.env.DOCKER_CERT_PATH || join(process.env.HOME || homedir(), ".docker");
}

async function readIfPresent(path: string): Promise<string | undefined> {
  return readFile(path, "latin1").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw new PlimsollError(
      "READ_FAILED",
      `A TLS file of the engine cannot be read: ${error.code}`,
      {
        subject: path,
        cause: error,
      },
    );
  });
}
