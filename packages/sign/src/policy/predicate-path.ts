import { isJsonObject } from "../encoding/json.ts";

const step = /\.([A-Za-z_][\w-]*)|\['([^'\\]+)'\]|\[(\d+)\]|\[(\*)\]/g;
const maxValues = 10_000;

/**
 * The values at a path of a predicate: `$.name`, `$['any name']`, `$.list[0]`, `$.list[*]`. The schema
 * of the policy has checked how it is written.
 *
 * @returns nothing where any step leads nowhere, so that a missing value is never overlooked
 */
export function valuesAt(document: unknown, path: string): readonly unknown[] {
  let values: unknown[] = [document];
  for (const [, name, quoted, index, all] of path.matchAll(step)) {
    const next: unknown[] = [];
    for (const value of values) {
      const found = all === undefined ? follow(value, name ?? quoted, index) : entriesOf(value);
      if (found.length === 0 || next.length + found.length > maxValues) return [];
      next.push(...found);
    }
    values = next;
  }
  return values;
}

function follow(value: unknown, name: string | undefined, index: string | undefined): unknown[] {
  if (name !== undefined) {
    return isJsonObject(value) && Object.hasOwn(value, name) ? [value[name]] : [];
  }
  const at = Number(index);
  return Array.isArray(value) && at < value.length ? [value[at]] : [];
}

function entriesOf(value: unknown): unknown[] {
  return Array.isArray(value) && value.length <= maxValues ? value : [];
}
