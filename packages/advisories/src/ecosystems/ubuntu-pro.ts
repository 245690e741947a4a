import type { Distribution, Inventory } from "@plimsoll/core";

/** The repository, as conditions name it, of packages that only subscribers of Ubuntu Pro get. */
export const ubuntuPro = "ubuntu-pro";

/** Expanded Security Maintenance, of the main repositories and of the community's. */
const services = new Set(["esm-infra", "esm-apps"]);

/**
 * The distribution of an inventory, with Ubuntu Pro where packages came from there: whoever builds an
 * image may well detach the subscription afterwards, and the versions (`1.0-1ubuntu0.1+esm2`) stay.
 */
export function subscribedDistribution({
  distribution,
  packages,
}: Pick<Inventory, "distribution" | "packages">): Distribution | undefined {
  if (distribution?.id !== "ubuntu" || hasUbuntuPro(distribution)) return distribution;
  const isUsed = packages.some(({ type, version }) => type === "deb" && /[+~]esm\d/.test(version));
  if (!isUsed) return distribution;
  return { ...distribution, subscriptions: [...(distribution.subscriptions ?? []), "esm-infra"] };
}

/** Whether a system gets updates under Expanded Security Maintenance. */
export function hasUbuntuPro({ id, subscriptions = [] }: Distribution): boolean {
  return id === "ubuntu" && subscriptions.some((name) => services.has(name));
}

/** ubuntu.com/about/release-cycle, "Expanded Security Maintenance": ten years for those with Ubuntu Pro. */
export const ubuntuProLastDays: Readonly<Record<string, string>> = {
  "14.04": "2024-04-30",
  "16.04": "2026-04-30",
  "18.04": "2028-04-30",
  "20.04": "2030-04-30",
  "22.04": "2032-04-30",
  "24.04": "2034-04-30",
};
