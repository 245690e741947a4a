/** The name under which a shard keeps a package. */
export function normalizeName(shardKey: string, name: string): string {
  // packaging.python.org/specifications/name-normalization (PEP 503)
  return shardKey === "pypi" ? name.toLowerCase().replace(/[-_.]+/g, "-") : name;
}
