import type { SigstoreInstance } from "./instance.ts";
import type { RefreshedRoot, RefreshOptions } from "./refresh.ts";

export type { RefreshedRoot, RefreshOptions } from "./refresh.ts";

/**
 * Fetches an instance's trusted root by TUF, whatever is kept; tuf-js is loaded only then.
 *
 * @throws PlimsollError as `refreshTrustedRoot` of `refresh.ts`
 */
export async function refreshTrustedRoot(
  instance: SigstoreInstance,
  options: RefreshOptions = {},
): Promise<RefreshedRoot> {
  const { refreshTrustedRoot: refresh } = await import("./refresh.ts");
  return refresh(instance, options);
}
