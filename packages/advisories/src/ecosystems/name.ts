/** The name under which a shard keeps a package: the same for every spelling that its registry accepts. */
export function normalizeName(shardKey: string, name: string): string {
  switch (shardKey) {
    case "pypi":
      // packaging.python.org/specifications/name-normalization (PEP 503)
      return name.toLowerCase().replace(/[-_.]+/g, "-");
    case "nuget":
    case "packagist":
      // learn.microsoft.com/nuget/reference/nuspec#id, getcomposer.org/doc/04-schema.md#name
      return name.toLowerCase();
    case "swift":
      // Records name the repository with or without scheme and suffix: "https://github.com/vapor/vapor".
      return name
        .toLowerCase()
        .replace(/^https?:\/\//, "")
        .replace(/\.git$/, "");
    default:
      return name;
  }
}
