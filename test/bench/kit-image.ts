import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * A real Debian image that the shared test kit builds (`kit/images.sh build apps`), a few hundred
 * MB unpacked.
 */
export function kitImage(): { name: string; path: string; missing: string } {
  const home = process.env.KIT_HOME ?? "/var/tmp/plimsoll-kit";
  const shared =
    process.env.PLIMSOLL_SHARED ?? fileURLToPath(new URL("../../../shared", import.meta.url));
  return {
    name: "apps",
    path: join(process.env.KIT_CACHE ?? join(home, "cache"), "images/apps"),
    missing: `build it with \`bash ${join(shared, "kit/images.sh")} build apps\`, or name a layout: npm run bench -- DIR`,
  };
}
