const release = /^(?:go)?(\d+\.\d+(?:\.\d+)?)(?:(alpha|beta|rc)(\d+))?(?:[ +-].*)?$/s;

/**
 * The version of Go's standard library as advisories write it: `1.22.3` of `go1.22.3 X:boringcrypto`,
 * `1.22.0-rc.2` of `go1.22rc2`; `undefined` for development trees, which have none.
 */
export function parseGoVersion(text: string): string | undefined {
  const [, numbers, stage, count] = release.exec(text) ?? [];
  if (numbers === undefined || stage === undefined) return numbers;
  const full = numbers.split(".").length === 2 ? `${numbers}.0` : numbers;
  return `${full}-${stage}.${count}`;
}
