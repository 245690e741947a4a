import { compareDigits, compareText, type Ordering } from "./ordering.ts";

interface PythonVersion {
  epoch: string;
  /** Without trailing zeros: 1.0.0 equals 1. */
  release: string[];
  /** a, b or rc as 0, 1, 2; -1 for a development release without one; 3 for none. */
  stage: number;
  stageNumber: string;
  post: string | undefined;
  dev: string | undefined;
  local: string[];
}

// packaging.python.org/specifications/version-specifiers, "Appendix: Parsing version strings".
const syntax =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d*))?(?:-(\d+)|([-_.]?(?:post|rev|r)[-_.]?)(\d*))?(?:([-_.]?dev[-_.]?)(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/;

const stages = new Map([
  ["a", 0],
  ["alpha", 0],
  ["b", 1],
  ["beta", 1],
  ["c", 2],
  ["rc", 2],
  ["pre", 2],
  ["preview", 2],
]);

/** Python's order, PEP 440. Versions older than PEP 440 (`0.1-charmander`) are not versions here. */
export const pep440Ordering: Ordering<PythonVersion> = {
  parse(text) {
    const match = syntax.exec(text.trim().toLowerCase());
    if (!match) return undefined;
    const [, epoch = "0", release = "", stage, stageNumber, implicitPost, postWord, postNumber] =
      match;
    const [, , , , , , , , devWord, devNumber, local] = match;
    const post = implicitPost ?? (postWord === undefined ? undefined : postNumber || "0");
    const dev = devWord === undefined ? undefined : devNumber || "0";
    const withoutStage = post === undefined && dev !== undefined ? -1 : 3;
    return {
      epoch,
      release: trimZeros(release.split(".")),
      stage: stage === undefined ? withoutStage : (stages.get(stage) ?? 0),
      stageNumber: stageNumber || "0",
      post,
      dev,
      local: local === undefined ? [] : local.split(/[-_.]/),
    };
  },
  compare(a, b) {
    return (
      compareDigits(a.epoch, b.epoch) ||
      compareRelease(a.release, b.release) ||
      a.stage - b.stage ||
      compareDigits(a.stageNumber, b.stageNumber) ||
      compareOptional(a.post, b.post, -1) ||
      compareOptional(a.dev, b.dev, 1) ||
      compareLocal(a.local, b.local)
    );
  },
};

function trimZeros(parts: string[]): string[] {
  let length = parts.length;
  while (length > 1 && /^0+$/.test(parts[length - 1]!)) length -= 1;
  return parts.slice(0, length);
}

function compareRelease(a: readonly string[], b: readonly string[]): number {
  const count = Math.max(a.length, b.length);
  for (let i = 0; i < count; i += 1) {
    const difference = compareDigits(a[i] ?? "0", b[i] ?? "0");
    if (difference !== 0) return difference;
  }
  return 0;
}

/** `absent` is the sign of an absent number against any number. */
function compareOptional(a: string | undefined, b: string | undefined, absent: 1 | -1): number {
  if (a === undefined) return b === undefined ? 0 : absent;
  return b === undefined ? -absent : compareDigits(a, b);
}

/** "Local version identifiers": numbers by value and after words, a longer one after its prefix. */
function compareLocal(a: readonly string[], b: readonly string[]): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i += 1) {
    const isNumberA = /^\d+$/.test(a[i]!);
    const isNumberB = /^\d+$/.test(b[i]!);
    if (isNumberA !== isNumberB) return isNumberA ? 1 : -1;
    const difference = isNumberA ? compareDigits(a[i]!, b[i]!) : compareText(a[i]!, b[i]!);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
