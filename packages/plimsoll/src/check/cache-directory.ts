import { homedir } from "node:os";
import { join } from "node:path";

/** Where facts of layers are kept: the user's cache folder by the habits of the operating system. */
export function defaultCacheDirectory(env: NodeJS.ProcessEnv = process.env): string {
  if (process.platform === "win32") return join(env.LOCALAPPDATA ?? homedir(), "plimsoll", "cache");
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "plimsoll");
  return join(env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "plimsoll");
}
