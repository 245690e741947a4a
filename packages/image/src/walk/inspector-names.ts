import type { Inspector } from "../inspector.ts";

/** `id@version` of each inspector, sorted: what two threads compare. */
export function inspectorNames(inspectors: readonly Pick<Inspector, "id" | "version">[]): string[] {
  return inspectors.map(({ id, version }) => `${id}@${version}`).sort();
}
