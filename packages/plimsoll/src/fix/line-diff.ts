/** A run of lines that both texts have, that only the first has, or only the second. */
export interface LineChange {
  kind: "same" | "removed" | "added";
  line: string;
}

/** How many lines may differ before everything between the equal ends counts as changed. */
const maxDifferences = 500;

/** The shortest way from one list of lines to another (Myers, "An O(ND) Difference Algorithm", 1986). */
export function diffLines(before: readonly string[], after: readonly string[]): LineChange[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start])
    start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end += 1;
  }
  const same = (line: string): LineChange => ({ kind: "same", line });
  return [
    ...before.slice(0, start).map(same),
    ...diffMiddle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(same),
  ];
}

function diffMiddle(a: readonly string[], b: readonly string[]): LineChange[] {
  // How far each diagonal was reached with so many differences.
  const steps: Map<number, number>[] = [];
  let reached = new Map<number, number>([[1, 0]]);
  for (let d = 0; d <= Math.min(a.length + b.length, maxDifferences); d += 1) {
    const next = new Map<number, number>();
    for (let k = -d; k <= d; k += 2) {
      const goesDown = k === -d || (k !== d && reached.get(k - 1)! < reached.get(k + 1)!);
      let x = goesDown ? reached.get(k + 1)! : reached.get(k - 1)! + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      next.set(k, x);
      if (x >= a.length && x - k >= b.length) return walkBack(a, b, [...steps, reached], d);
    }
    steps.push(reached);
    reached = next;
  }
  return [
    ...a.map((line): LineChange => ({ kind: "removed", line })),
    ...b.map((line): LineChange => ({ kind: "added", line })),
  ];
}

function walkBack(
  a: readonly string[],
  b: readonly string[],
  steps: readonly ReadonlyMap<number, number>[],
  differences: number,
): LineChange[] {
  const changes: LineChange[] = [];
  let [x, y] = [a.length, b.length];
  for (let d = differences; d >= 0; d -= 1) {
    const reached = steps[d]!;
    const k = x - y;
    const goesDown = k === -d || (k !== d && reached.get(k - 1)! < reached.get(k + 1)!);
    const previous = goesDown ? k + 1 : k - 1;
    const fromX = d === 0 ? 0 : reached.get(previous)!;
    const fromY = fromX - (d === 0 ? 0 : previous);
    while (x > fromX && y > fromY) {
      x -= 1;
      y -= 1;
      changes.push({ kind: "same", line: a[x]! });
    }
    if (d === 0) break;
    if (goesDown) y -= 1;
    else x -= 1;
    changes.push(goesDown ? { kind: "added", line: b[y]! } : { kind: "removed", line: a[x]! });
  }
  return changes.reverse();
}
