import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import { type TargetFile, Updater } from "tuf-js";
import { requireTufUrl } from "./address.ts";
import { BoundedFetcher, type FetchTimes } from "./fetcher.ts";
import { inspectMetadata } from "./inspect.ts";
import { tufLimits } from "./limits.ts";

export interface TufClientOptions {
  /** Holds `root.json`, the trusted one, and gets whatever is verified after it. */
  readonly directory: string;
  readonly metadataUrl: string;
  /** Default: `targets` below `metadataUrl`. */
  readonly targetUrl?: string | undefined;
  /** Bytes of the largest target to fetch. */
  readonly maxTargetBytes?: number | undefined;
  /** Milliseconds since 1970; default: the machine's clock. */
  readonly now?: (() => number) | undefined;
  readonly times?: FetchTimes | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One run of the client workflow (TUF specification, section 5). */
export interface TufClient {
  /**
   * Brings root, timestamp, snapshot and targets up to date.
   *
   * @throws PlimsollError `SIGNATURE_INVALID` when the repository's metadata is refused, else what the
   * network or the bounds stopped
   */
  refresh(): Promise<void>;
  /**
   * Fetches a target into a folder, unless it is there already, and gives its path.
   *
   * @throws PlimsollError as `refresh`; `NOT_FOUND` when no role that may speak for it names it
   */
  download(targetPath: string, directory: string): Promise<string>;
}

/** @throws PlimsollError `SIGNATURE_INVALID` when `root.json` is missing or not signed by itself */
export function openTufClient(options: TufClientOptions): TufClient {
  const { directory, now, maxTargetBytes = tufLimits.targetBytes } = options;
  const metadataUrl = requireTufUrl(options.metadataUrl);
  const targetUrl = requireTufUrl(options.targetUrl ?? `${metadataUrl}/targets`);
  const fetcher = new BoundedFetcher(options.signal, options.times);
  const attempt = async <T>(step: () => T | Promise<T>): Promise<T> => {
    try {
      return await step();
    } catch (error) {
      throw refusal(error, fetcher.failure, metadataUrl);
    }
  };
  const updater = openUpdater(directory, metadataUrl, fetcher, now);
  return {
    refresh: () => attempt(() => updater.refresh()),
    download: (targetPath, into) =>
      attempt(async () => {
        const target = await updater.getTargetInfo(targetPath);
        if (!target) {
          throw new PlimsollError("NOT_FOUND", "The TUF repository has no such target", {
            subject: targetPath,
          });
        }
        requireSound(target, maxTargetBytes);
        const file = join(into, encodeURIComponent(targetPath));
        const known = await updater.findCachedTarget(target, file);
        return known ?? (await updater.downloadTarget(target, file, targetUrl));
      }),
  };
}

function openUpdater(
  directory: string,
  metadataBaseUrl: string,
  fetcher: BoundedFetcher,
  now: (() => number) | undefined,
): Updater {
  try {
    inspectMetadata(readFileSync(join(directory, "root.json")));
    const updater = new Updater({
      metadataDir: directory,
      metadataBaseUrl,
      fetcher,
      config: {
        maxRootRotations: tufLimits.rootRotations,
        maxDelegations: tufLimits.delegations,
        rootMaxLength: tufLimits.rootBytes,
        timestampMaxLength: tufLimits.timestampBytes,
        snapshotMaxLength: tufLimits.snapshotBytes,
        targetsMaxLength: tufLimits.targetsBytes,
      },
    });
    if (now) setClock(updater, new Date(now()));
    return updater;
  } catch (error) {
    throw refusal(error, undefined, "root.json");
  }
}

/** tuf-js has no option for its clock. */
function setClock(updater: Updater, time: Date): void {
  const { trustedSet } = updater as unknown as { trustedSet?: { referenceTime?: unknown } };
  if (!(trustedSet?.referenceTime instanceof Date)) {
    throw new PlimsollError("INTERNAL", "This tuf-js keeps its clock elsewhere");
  }
  trustedSet.referenceTime = time;
}

/** tuf-js takes a target without any hash, or with MD5 alone. */
function requireSound({ hashes, length, path }: TargetFile, maxBytes: number): void {
  if (!["sha256", "sha512"].some((algorithm) => Object.hasOwn(hashes, algorithm))) {
    throw new PlimsollError("MALFORMED", "The target has neither a SHA-256 nor a SHA-512 hash", {
      subject: path,
    });
  }
  if (length > maxBytes) {
    throw new PlimsollError("LIMIT_EXCEEDED", `The target is longer than ${maxBytes} bytes`, {
      subject: path,
    });
  }
}

/** What stopped tuf-js: the network or a bound if there was such a failure, else the metadata. */
function refusal(
  error: unknown,
  failure: PlimsollError | undefined,
  subject: string,
): PlimsollError {
  if (failure) return failure;
  return toPlimsollError(error, "SIGNATURE_INVALID", "TUF metadata is refused", {
    subject,
    action:
      "Somebody may be tampering with it. Try another network, and do not trust what it says.",
  });
}
