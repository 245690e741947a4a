import type { Lockfile } from "../lockfile.ts";
import { parseBunLock } from "./bun-lock.ts";
import { parseDenoLock } from "./deno-lock.ts";
import { parsePackageLock } from "./package-lock.ts";
import { parsePnpmLock } from "./pnpm-lock.ts";
import { parseYarnLock } from "./yarn-lock.ts";

/** Lockfiles of JavaScript's package managers. */
export const javascriptLockfiles: readonly Lockfile[] = [
  {
    id: "npm",
    files: ["package-lock.json", "npm-shrinkwrap.json"],
    type: "npm",
    misses: "development-only packages; version 1 of the format tells no version of git packages",
    parse: parsePackageLock,
  },
  {
    id: "yarn",
    files: ["yarn.lock"],
    type: "npm",
    misses: "which packages are for development only: all are listed",
    parse: parseYarnLock,
  },
  {
    id: "pnpm",
    files: ["pnpm-lock.yaml"],
    type: "npm",
    misses: "development-only packages; git packages without a version",
    parse: parsePnpmLock,
  },
  {
    id: "bun",
    files: ["bun.lock"],
    type: "npm",
    misses: "which packages are for development only: all are listed; git packages; `bun.lockb`",
    parse: parseBunLock,
  },
  {
    id: "deno",
    files: ["deno.lock"],
    type: "npm",
    misses: "modules that are imported by their address",
    parse: parseDenoLock,
  },
];
