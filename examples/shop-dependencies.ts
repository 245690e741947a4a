import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const stamp = "node_modules/.installed-from";

/**
 * Installs the shop's dependencies from its own lockfile, without running anybody's scripts. Done
 * once: as long as the lockfile stays the same, nothing is asked of the network again.
 */
export async function installShop(shop: string): Promise<void> {
  const lockfile = await readFile(join(shop, "package-lock.json"), "utf8");
  const installed = await readFile(join(shop, stamp), "utf8").catch(() => "");
  if (installed === lockfile) return;
  const argv = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  // npm tells its scripts where it is; started by hand, it is looked for on the PATH.
  const npm = process.env.npm_execpath;
  const { status, error } = npm
    ? spawnSync(process.execPath, [npm, ...argv], { cwd: shop, stdio: "inherit" })
    : spawnSync("npm", argv, { cwd: shop, stdio: "inherit", shell: process.platform === "win32" });
  if (status !== 0) {
    throw new Error(
      `The shop's dependencies could not be installed (npm ci in examples/shop: ${error?.message ?? `status ${status}`}). Is the npm registry in reach?`,
    );
  }
  await writeFile(join(shop, stamp), lockfile);
}
