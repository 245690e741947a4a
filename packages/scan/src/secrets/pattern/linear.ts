import { type ByteSet, emptySet, fullSet, intersects, unionOf } from "./byte-set.ts";
import { type PatternNode, parsePattern } from "./parse.ts";

/** What a pattern costs in the worst case, or why nobody may run it. */
export type PatternJudgement =
  | {
      ok: true;
      /** Steps that one attempt takes at most. */
      steps: number;
      /** Bytes that a match can start with. */
      first: ByteSet;
    }
  | { ok: false; why: string };

/** Steps that one attempt to match may take. What is below cannot hang, whatever the text. */
const mostSteps = 50_000;
/** Characters that an unbounded repeat can run over: text is matched in windows of this size. */
export const windowCharacters = 10_000;
/** Repeats of groups are counted one by one. */
const mostGroupRepeats = 100;

/**
 * Proves that matching takes bounded time. V8 tries alternatives one after the other, so time is
 * lost where two repeats can share a text between them in many ways, or where a repeat lies in a
 * repeat. The proof counts, from the end of the pattern to its start, how many steps an attempt can
 * take at most: a repeat multiplies what follows only when what follows can start with the same
 * character. Look-arounds and back-references are refused, and so is an unbounded repeat of a group.
 *
 * @example
 * judgePattern("a{1,9}b", "").ok // true
 * judgePattern("(?:a+)+b", "").ok // false
 */
export function judgePattern(source: string, flags: "" | "i" = ""): PatternJudgement {
  try {
    const tree = parsePattern(source, flags === "i");
    new RegExp(source, flags);
    const { cost, first } = costOf(tree, end);
    return { ok: true, steps: cost, first };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
}

/** What follows a part of the pattern: its worst cost, and the bytes that it can start with. */
interface Rest {
  readonly cost: number;
  readonly first: ByteSet;
  /** It matches whatever the text, if only by taking nothing: nothing in front is tried again. */
  readonly always: boolean;
}

const anything = fullSet();
/** Behind the pattern: it matched. */
const end: Rest = { cost: 0, first: anything, always: true };

function costOf(node: PatternNode, rest: Rest): Rest {
  const result = stepsOf(node, rest);
  if (result.cost <= mostSteps) return result;
  throw new Error(
    "it can take too long on some texts: bound its repeats ({1,40} in place of +), and let no two neighbouring repeats match the same characters",
  );
}

function stepsOf(node: PatternNode, rest: Rest): Rest {
  switch (node.kind) {
    case "set":
      return { cost: 1 + rest.cost, first: node.set, always: false };
    case "edge":
      // At the end of the text no character follows: a shorter run in front leaves one, and fails.
      return {
        cost: 1 + rest.cost,
        first: node.isEnd ? emptySet() : rest.first,
        always: false,
      };
    case "sequence":
      return node.parts.reduceRight((after, part) => costOf(part, after), rest);
    case "choice":
      return stepsOfChoice(node.branches, rest);
    case "repeat":
      return node.body.kind === "set"
        ? stepsOfRun(node.body.set, node, rest)
        : stepsOfGroup(node, rest);
  }
}

/** Branches that start differently exclude each other; the others are all tried to their end. */
function stepsOfChoice(branches: readonly PatternNode[], rest: Rest): Rest {
  const costs = branches.map((branch) => costOf(branch, rest));
  let first = emptySet();
  let areApart = true;
  for (const branch of costs) {
    if (intersects(first, branch.first)) areApart = false;
    first = unionOf(first, branch.first);
  }
  const all = costs.map(({ cost }) => cost);
  const cost = areApart ? Math.max(...all) : all.reduce((sum, one) => sum + one, 0);
  const always = costs.some((branch) => branch.always);
  return { cost: cost + branches.length, first, always };
}

type Repeat = PatternNode & { kind: "repeat" };

/** A repeat of one character: the rest is tried again at each length that it can start at. */
function stepsOfRun(set: ByteSet, { least, most }: Repeat, rest: Rest): Rest {
  const longest = Math.min(most, windowCharacters);
  const isShared = !rest.always && intersects(set, rest.first);
  const tries = isShared ? longest - Math.min(least, longest) + 1 : 1;
  const first = least === 0 ? unionOf(set, rest.first) : set;
  return { cost: longest + tries * rest.cost + 1, first, always: least === 0 && rest.always };
}

function stepsOfGroup({ body, least, most }: Repeat, rest: Rest): Rest {
  if (most > mostGroupRepeats) {
    throw new Error(`a group is repeated more than ${mostGroupRepeats} times, or without bound`);
  }
  let after = rest;
  for (let times = most; times > 0; times -= 1) {
    const again = costOf(body, after);
    if (times <= least) {
      after = again;
      continue;
    }
    const first = unionOf(again.first, rest.first);
    const isApart = !intersects(again.first, rest.first);
    const cost = isApart ? Math.max(again.cost, rest.cost) + 1 : again.cost + rest.cost + 1;
    after = { cost, first, always: again.always || rest.always };
  }
  return after;
}
