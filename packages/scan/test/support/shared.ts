import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const shared =
  process.env.PLIMSOLL_SHARED ?? fileURLToPath(new URL("../../../../../shared", import.meta.url));

/** A real file of another project, or undefined with a printed reason where it is not at hand. */
export function realFile(path: string): string | undefined {
  const file = `${shared}/data/${path}`;
  if (existsSync(file)) return readFileSync(file, "utf8");
  console.log(`skipped: there is no ${file}; set PLIMSOLL_SHARED to the folder that holds data/`);
  return undefined;
}

/** A folder of real files of other projects, or undefined with a printed reason where it is not at hand. */
export function sharedFolder(path: string): string | undefined {
  const folder = `${shared}/data/${path}`;
  if (existsSync(folder)) return folder;
  console.log(`skipped: there is no ${folder}; set PLIMSOLL_SHARED to the folder that holds data/`);
  return undefined;
}

/** Path of a script of the test kit, or undefined with a printed reason. */
export function kitFolder(): string | undefined {
  const cache = process.env.KIT_HOME ?? "/var/tmp/plimsoll-kit";
  const folder = `${cache}/cache/images`;
  if (existsSync(folder)) return `${cache}/cache`;
  console.log(`skipped: there is no ${folder}; build the kit's images or set KIT_HOME`);
  return undefined;
}
