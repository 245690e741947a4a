import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { PlimsollError } from "@plimsoll/core";
import { isObject, type JsonObject, textOf, textsOf } from "../open/json.ts";

/** A store of Podman, Buildah, CRI-O or skopeo. */
export interface StorePlace {
  /** `overlay`, `vfs` …; `undefined` for whichever is there. */
  driver: string | undefined;
  root: string;
}

/** What is read of the environment. */
export interface StorageEnvironment {
  env: NodeJS.ProcessEnv;
  home: string;
  isRoot: boolean;
}

/** The environment of this process. */
export function currentEnvironment(): StorageEnvironment {
  const { env } = process;
  return { env, home: env.HOME || homedir(), isRoot: process.getuid?.() === 0 };
}

/**
 * Where images are stored: by `storage.conf`, else in the usual folders (containers-storage.conf(5)).
 * Further read-only stores come last.
 *
 * @throws PlimsollError `INVALID_CONFIG` for a `storage.conf` that is not TOML
 */
export async function locateStores(environment: StorageEnvironment): Promise<StorePlace[]> {
  const { env, home, isRoot } = environment;
  const { storage } = await readConfiguration(environment);
  const settings = isObject(storage) ? storage : {};
  const options = isObject(settings.options) ? settings.options : {};
  const driver = textOf(settings.driver);
  const own = isRoot
    ? (textOf(settings.graphroot) ?? "/var/lib/containers/storage")
    : (textOf(settings.rootless_storage_path) ??
      join(env.XDG_DATA_HOME || join(home, ".local/share"), "containers/storage"));
  const roots = [own, ...textsOf(options.additionalimagestores)];
  return roots.map((root) => ({ driver, root: expand(root, environment) }));
}

async function readConfiguration(environment: StorageEnvironment): Promise<JsonObject> {
  for (const path of configurationPaths(environment)) {
    const text = await readFile(path, "utf8").catch(() => undefined);
    if (text === undefined) continue;
    const { parse } = await import("smol-toml");
    try {
      return parse(text);
    } catch (cause) {
      throw new PlimsollError("INVALID_CONFIG", "storage.conf is not TOML", {
        subject: path,
        action: "Mend it, or name the store: containers-storage:[overlay@/path]IMAGE.",
        cause,
      });
    }
  }
  return {};
}

function configurationPaths({ env, home, isRoot }: StorageEnvironment): string[] {
  if (env.CONTAINERS_STORAGE_CONF) return [env.CONTAINERS_STORAGE_CONF];
  const own = join(env.XDG_CONFIG_HOME || join(home, ".config"), "containers/storage.conf");
  const shared = ["/etc/containers/storage.conf", "/usr/share/containers/storage.conf"];
  return isRoot ? shared : [own, ...shared];
}

// containers-storage.conf(5): rootless_storage_path may hold $HOME, $UID and $USER.
function expand(path: string, { env, home }: StorageEnvironment): string {
  const values: Record<string, string | undefined> = {
    HOME: home,
    UID: String(process.getuid?.() ?? ""),
    USER: env.USER,
  };
  return path.replace(/\$(HOME|UID|USER)\b/g, (all, name: string) => values[name] ?? all);
}
