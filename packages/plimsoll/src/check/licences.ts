import type { Finding, Inventory } from "@plimsoll/core";
import type { CheckContext } from "./context.ts";

/** Findings about licences; none where the configuration asks for nothing. */
export async function judgeLicences(
  inventory: Inventory,
  { config, parts }: Pick<CheckContext, "config" | "parts">,
): Promise<Finding[]> {
  if (!parts.has("licences") || inventory.packages.length === 0) return [];
  const { licenceFindings } = await import("@plimsoll/scan");
  return licenceFindings(inventory, config.licences);
}
