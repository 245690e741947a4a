import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { PlimsollError } from "@plimsoll/core";
import type { Plugin } from "./plugin.ts";

/** A plugin, and the file that the configuration names. */
export interface LoadedPlugin {
  path: string;
  plugin: Plugin;
}

/**
 * Loads the modules that `inspectors` of plimsoll.yml names. They are programs: whoever may change
 * the configuration may run them.
 *
 * @param reserved ids of Plimsoll's own inspectors
 * @throws PlimsollError `INVALID_CONFIG` when one cannot be loaded or is no plugin
 */
export async function loadPlugins(
  paths: readonly string[],
  directory: string,
  reserved: readonly string[],
): Promise<LoadedPlugin[]> {
  const taken = new Set(reserved);
  const loaded: LoadedPlugin[] = [];
  for (const path of paths) {
    const plugin = verify(await importModule(path, directory), path);
    const { id } = plugin.inspector;
    if (taken.has(id)) throw invalid(path, `its id ${JSON.stringify(id)} is taken`);
    taken.add(id);
    loaded.push({ path, plugin: await versioned(plugin, resolve(directory, path)) });
  }
  return loaded;
}

/** Facts are cached by the inspector's version: another content of the module is another version. */
async function versioned(plugin: Plugin, file: string): Promise<Plugin> {
  const digest = createHash("sha256")
    .update(await readFile(file))
    .digest();
  const { inspector } = plugin;
  const version = (inspector.version % 2 ** 20) * 2 ** 32 + digest.readUInt32BE(0);
  return { ...plugin, inspector: Object.assign(Object.create(inspector), { version }) };
}

async function importModule(path: string, directory: string): Promise<unknown> {
  try {
    const module = await import(pathToFileURL(resolve(directory, path)).href);
    return module.default;
  } catch (cause) {
    throw invalid(path, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function verify(value: unknown, path: string): Plugin {
  if (!isRecord(value)) throw invalid(path, "it has no default export");
  const { inspector, packages, findings } = value;
  if (!isRecord(inspector)) throw invalid(path, "its default export has no inspector");
  const { id, version, wants, inspect } = inspector;
  if (typeof id !== "string" || !/^[a-z][a-z0-9-]{0,63}$/.test(id)) {
    throw invalid(
      path,
      "its inspector's id is not a word of lower-case letters, digits and hyphens",
    );
  }
  if (typeof version !== "number" || !Number.isSafeInteger(version) || version < 0) {
    throw invalid(path, "its inspector's version is not a whole number");
  }
  if (typeof wants !== "function" || typeof inspect !== "function") {
    throw invalid(path, "its inspector has not both functions, wants and inspect");
  }
  for (const [name, part] of Object.entries({ packages, findings })) {
    if (part !== undefined && typeof part !== "function") {
      throw invalid(path, `its ${name} is not a function`);
    }
  }
  return value as unknown as Plugin;
}

function invalid(path: string, why: string, cause?: unknown): PlimsollError {
  return new PlimsollError("INVALID_CONFIG", `The inspector ${path} cannot be used: ${why}`, {
    subject: path,
    action: "See docs/inspectors.md for what its module exports.",
    cause,
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
