import type { ImageFacts } from "@plimsoll/image";
import { type GoProgram, goInspector } from "../inspectors/go.ts";
import { linkerNames, linkerPath } from "./functions.ts";
import { NameFilter } from "./name-filter.ts";

/** A Go package with a flaw, and the functions that have it; none stand for all of them. */
export interface FlawedPackage {
  readonly path: string;
  readonly symbols: readonly string[];
}

/**
 * Tells of the Go programs of an image whether they hold functions with a flaw.
 *
 * @returns a function of the program's path and the flawed package; `undefined` from it when nothing is
 * known of that program
 */
export function linkedGoFunctions(
  facts: ImageFacts,
): (program: string, flawed: FlawedPackage) => boolean | undefined {
  const programs = new Map<string, GoProgram>();
  for (const { path, fact, hiddenBy } of facts.of(goInspector)) {
    if (hiddenBy === undefined) programs.set(path, fact);
  }
  const filters = new Map<string, NameFilter>();
  return (program, { path, symbols }) => {
    const { functions, path: mainPath } = programs.get(program) ?? {};
    if (functions === undefined) return undefined;
    const filter = filters.get(program) ?? NameFilter.unpack(functions);
    filters.set(program, filter);
    const written = path === mainPath ? "main" : path;
    return symbols.length === 0
      ? filter.has(linkerPath(written))
      : symbols.some((symbol) => linkerNames(written, symbol).some((name) => filter.has(name)));
  };
}
