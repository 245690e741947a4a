import { parseCondaLock } from "./conda/conda-lock.ts";
import { parseCondaEnvironment } from "./conda/environment.ts";
import { parseExplicitLock } from "./conda/explicit-lock.ts";
import { parsePubspecLock } from "./dart/pubspec-lock.ts";
import { parseMixLock, parseRebarLock } from "./erlang/hex-locks.ts";
import { parseCabalFreeze } from "./haskell/cabal-freeze.ts";
import { parseStackLock } from "./haskell/stack-lock.ts";
import { parseJuliaManifest } from "./julia/manifest.ts";
import type { Lockfile } from "./lockfile.ts";
import { parseLuarocksLock } from "./lua/luarocks-lock.ts";
import { parseOpamLocked } from "./ocaml/opam-locked.ts";
import { parseComposerLock } from "./php/composer-lock.ts";
import { parseRenvLock } from "./r/renv-lock.ts";
import { parseGemfileLock } from "./ruby/gemfile-lock.ts";

/** Lockfiles of languages that have one package manager each. */
export const otherLockfiles: readonly Lockfile[] = [
  {
    id: "composer",
    files: ["composer.lock"],
    type: "composer",
    misses: "`packages-dev`",
    parse: parseComposerLock,
  },
  {
    id: "bundler",
    files: ["Gemfile.lock", "gems.locked"],
    type: "gem",
    misses: "which gems are for development only: all are listed; their platforms",
    parse: parseGemfileLock,
  },
  {
    id: "mix",
    files: ["mix.lock"],
    type: "hex",
    misses: "git repositories, which have no version; which are for development only",
    parse: parseMixLock,
  },
  {
    id: "rebar",
    files: ["rebar.lock"],
    type: "hex",
    misses: "git repositories, which have no version",
    parse: parseRebarLock,
  },
  {
    id: "pub",
    files: ["pubspec.lock"],
    type: "pub",
    misses: "direct development dependencies, though not what those bring; the SDK",
    parse: parsePubspecLock,
  },
  { id: "renv", files: ["renv.lock"], type: "cran", misses: "R itself", parse: parseRenvLock },
  {
    id: "stack",
    files: ["stack.yaml.lock"],
    type: "hackage",
    misses: "packages of the snapshot that the project builds upon",
    parse: parseStackLock,
  },
  {
    id: "cabal",
    files: ["cabal.project.freeze"],
    type: "hackage",
    misses: "packages that come with the compiler (`installed`)",
    parse: parseCabalFreeze,
  },
  {
    id: "opam",
    files: ["*.opam.locked", "opam.locked"],
    type: "opam",
    misses: "packages for tests, documentation and development",
    parse: parseOpamLocked,
  },
  {
    id: "luarocks",
    files: ["luarocks.lock"],
    type: "luarocks",
    misses: "what only builds or tests the project",
    parse: parseLuarocksLock,
  },
  {
    id: "julia",
    files: ["Manifest.toml", "JuliaManifest.toml"],
    type: "julia",
    misses: "standard libraries, which have no version of their own",
    parse: parseJuliaManifest,
  },
  {
    id: "conda-lock",
    files: ["conda-lock.yml", "*.conda-lock.yml"],
    type: "conda",
    misses: "the category `dev`; platform, build and channel",
    parse: parseCondaLock,
  },
  {
    id: "conda-explicit",
    files: ["conda-*.lock"],
    type: "conda",
    misses: "platform, build and channel",
    parse: parseExplicitLock,
  },
  {
    id: "conda-environment",
    files: ["environment.yml", "environment.yaml"],
    type: "conda",
    misses: "packages that name no version, or several",
    parse: parseCondaEnvironment,
  },
];
