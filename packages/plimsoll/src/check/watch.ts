import type { CheckOptions } from "./options.ts";

/** The options by which a long step is watched and stopped. */
export function watch({ signal, progress }: CheckOptions) {
  return { ...(signal && { signal }), ...(progress && { progress }) };
}
