import { toLicences } from "./installed-package.ts";

const longestRead = 64 * 1024;

/** The licence in the `description` of a rockspec, where it is a literal. Lua is never run. */
export function readRockspecLicence(text: string): string[] {
  const stated = /(?:^|[\s,{;])license\s{0,8}=\s{0,8}(?:"([^"\n]{0,256})"|'([^'\n]{0,256})')/.exec(
    text.slice(0, longestRead),
  );
  return toLicences([stated?.[1] ?? stated?.[2]]);
}
