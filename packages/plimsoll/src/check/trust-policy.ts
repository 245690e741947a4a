import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import type { PolicyFiles, TrustPolicy } from "@plimsoll/sign";
import { readBoundedFile } from "../files/read-bounded-file.ts";
import { defaultCacheDirectory } from "./cache-directory.ts";
import type { CheckContext } from "./context.ts";
import { isOffline } from "./offline.ts";

const maxFileBytes = 4 * 1024 * 1024;
const maxFiles = 1000;

/**
 * The policy of `trust`, with its keys and certificates; `undefined` where there are neither rules nor
 * anything that is denied.
 *
 * @throws PlimsollError `KEY_INVALID`, `READ_FAILED`, `INVALID_CONFIG` or `INVALID_ARGUMENT` for what the
 * policy names and cannot be used
 */
export async function openTrustPolicy({
  config,
  directory,
  options,
}: Pick<CheckContext, "config" | "directory" | "options">): Promise<TrustPolicy | undefined> {
  const { rules, deny } = config.trust;
  const hasDeny = Object.values(deny).some((list) => list.length > 0);
  if (rules.length === 0 && !hasDeny) return undefined;
  const { loadTrustPolicy, loadTrustedRoots } = await import("./verifying.ts");
  const offline = isOffline(config.trust.offline);
  return loadTrustPolicy(
    { ...config.trust, offline },
    {
      read: policyFiles(directory),
      loadRoots: async () => {
        const { roots } = await loadTrustedRoots({
          offline,
          cacheDirectory: config.cache.directory ?? defaultCacheDirectory(),
          signal: options.signal,
        });
        return roots.map(({ document }) => document);
      },
    },
  );
}

/** The files of a policy, by paths that start from its folder. */
function policyFiles(directory: string): PolicyFiles {
  return {
    file: (path) => attempt(path, () => readBoundedFile(resolve(directory, path), maxFileBytes)),
    list: (path) =>
      attempt(path, async () => {
        const folder = resolve(directory, path);
        if (!(await stat(folder)).isDirectory()) return [path];
        const entries = await readdir(folder, { withFileTypes: true });
        const names = entries.filter((one) => one.isFile()).map(({ name }) => name);
        if (names.length > maxFiles) {
          throw new PlimsollError("LIMIT_EXCEEDED", `It holds more than ${maxFiles} files`);
        }
        return names.sort().map((name) => join(path, name));
      }),
  };
}

async function attempt<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    const { code, message } = toPlimsollError(cause, "READ_FAILED", "The system says");
    throw new PlimsollError(code, `A file of the trust policy could not be read: ${message}`, {
      subject: path,
      action: "Name files of keys and certificates under trust.rules, from the policy's folder.",
      cause,
    });
  }
}
