/** `github.com/apple/swift-nio` of `https://github.com/apple/swift-nio.git` and `git@github.com:apple/swift-nio`. */
export function repositoryName(address: unknown): string | undefined {
  if (typeof address !== "string") return undefined;
  return address
    .trim()
    .replace(/^[a-z+]+:\/\//, "")
    .replace(/^[^/@]+@/, "")
    .replace(/^([^/:]+):(?:\d+\/)?\/*/, "$1/")
    .replace(/\/$/, "")
    .replace(/\.git$/, "");
}
