import { classifiers } from "./list.ts";

/**
 * The CPE names (2.3) of software that classifiers recognise, by the name and version of its
 * package: what the NVD's data calls it. Empty for software that no classifier knows.
 */
export function listCpes({ name, version }: { name: string; version: string }): string[] {
  const products = new Set(
    classifiers.filter((classifier) => classifier.name === name).flatMap(({ cpes }) => cpes),
  );
  return [...products].map(
    (product) => `cpe:2.3:a:${escapeValue(product)}:${escapeValue(version)}:*:*:*:*:*:*:*`,
  );
}

/** A backslash before punctuation (NISTIR 7695, 6.2); the colon divides vendor and product here. */
function escapeValue(value: string): string {
  return value.replace(/[^\w.:-]/g, "\\$&");
}
