import { PlimsollError } from "@plimsoll/core";
import type { CheckContext } from "./context.ts";
import type { InspectedSubject } from "./inspected.ts";
import { createClient } from "./registry-client.ts";
import { loadKeys, verifyNamed } from "./trust.ts";
import { openTrustPolicy } from "./trust-policy.ts";

/** Whether every platform of an index is asked for. Only signatures can be checked of all at once. */
export function wantsAllPlatforms({ config, parts }: CheckContext): boolean {
  if (config.platform !== "all") return false;
  if (parts.size === 1 && parts.has("trust")) return true;
  throw new PlimsollError("INVALID_ARGUMENT", "Only plimsoll verify looks at all platforms", {
    subject: "platform: all",
    action: "Name one platform, e.g. linux/arm64.",
  });
}

/** Verifies an index and every manifest in it; no image is opened. */
export async function verifyPlatforms(
  reference: string,
  context: CheckContext,
): Promise<InspectedSubject> {
  const { config, directory, options, stopwatch } = context;
  const policy = await openTrustPolicy(context);
  const keys = policy === undefined ? await loadKeys(config, directory) : [];
  const client = options.registry ?? (await createClient(config));
  try {
    const { trust, incomplete } = await stopwatch.time("trust", () =>
      verifyNamed({ client, reference, platform: "all", keys, policy }, options),
    );
    const { digest } = trust;
    return {
      subject: {
        kind: "image",
        reference,
        source: "registry",
        ...(digest !== undefined && { digest }),
      },
      inventory: { layers: [], packages: [] },
      findings: [],
      incomplete,
      trust,
    };
  } finally {
    if (options.registry === undefined) await client.close();
  }
}
