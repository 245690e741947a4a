import type { ConfigInput } from "@plimsoll/core";

/**
 * `override` over `base`, key by key: a value that is given replaces the one below it, sections
 * are merged, and lists of waivers are joined.
 */
export function mergeConfig(base: ConfigInput, override: ConfigInput): ConfigInput {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(override)) {
    if (value === undefined) continue;
    const below = merged[key];
    if (key === "ignore" && Array.isArray(below)) merged[key] = [...below, ...(value as unknown[])];
    else if (isSection(below) && isSection(value)) merged[key] = mergeConfig(below, value);
    else merged[key] = value;
  }
  return merged as ConfigInput;
}

function isSection(value: unknown): value is ConfigInput {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
