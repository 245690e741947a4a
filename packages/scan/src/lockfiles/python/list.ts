import type { Lockfile } from "../lockfile.ts";
import { parsePipfileLock } from "./pipfile-lock.ts";
import { parsePoetryLock } from "./poetry-lock.ts";
import { parsePylock } from "./pylock.ts";
import { parseRequirements } from "./requirements.ts";
import { parseUvLock } from "./uv-lock.ts";

const groups =
  "packages of groups that are named like development (`dev`, `test`, `lint`, `docs` …)";

/** Lockfiles of Python's package managers. */
export const pythonLockfiles: readonly Lockfile[] = [
  {
    id: "requirements",
    files: ["requirements*.txt", "*-requirements.txt", "requirements/*.txt"],
    type: "pypi",
    misses:
      "requirements that do not name one version with `==`; which are for development only: all are listed",
    parse: parseRequirements,
  },
  {
    id: "pipenv",
    files: ["Pipfile.lock"],
    type: "pypi",
    misses: "`develop`; git packages",
    parse: parsePipfileLock,
  },
  { id: "poetry", files: ["poetry.lock"], type: "pypi", misses: groups, parse: parsePoetryLock },
  { id: "pdm", files: ["pdm.lock"], type: "pypi", misses: groups, parse: parsePoetryLock },
  {
    id: "uv",
    files: ["uv.lock"],
    type: "pypi",
    misses: "packages that only `dev-dependencies` lead to",
    parse: parseUvLock,
  },
  {
    id: "pylock",
    files: ["pylock.toml", "pylock.*.toml"],
    type: "pypi",
    misses: "packages without a version, which are built from source",
    parse: parsePylock,
  },
];
