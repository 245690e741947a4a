import { existsSync } from "node:fs";
import { join } from "node:path";

const shared = process.env.PLIMSOLL_SHARED ?? join(import.meta.dirname, "../../../../../shared");
const images = join(process.env.KIT_HOME ?? "/var/tmp/plimsoll-kit", "cache/images");

/** Where a real image of the shared kit is, or `undefined` with the reason printed. */
export function kitImage(name: string): string | undefined {
  const path = join(images, name);
  if (existsSync(shared) && existsSync(path)) return path;
  console.log(`Skipped: the shared kit's image ${name} is not built here.`);
  return undefined;
}
