import type { Fix } from "@plimsoll/core";
import type { LiveContainer, LiveSnapshot, Told } from "../../live/types.ts";
import type { Judgement, LiveRule, Observation, RuleData } from "../../rule/types.ts";

/** What a rule says of one thing; an empty list: all is well. */
export type Said =
  | {
      readonly wrong: string;
      readonly title?: string;
      readonly confidence?: "low" | "medium";
      readonly fix?: Fix;
    }
  | { readonly unknown: string }
  | { readonly notApplicable: string };

/**
 * A rule over every container, whether it runs or not. What the engine did not describe is unknown.
 *
 * @param key path in `/containers/{id}/json` of what is judged
 */
export function containerRule(
  data: Omit<RuleData, "peers"> & Partial<Pick<RuleData, "peers">>,
  key: string,
  check: (container: LiveContainer, snapshot: LiveSnapshot) => readonly Said[],
): LiveRule {
  return {
    peers: {},
    ...data,
    target: "live",
    check: (snapshot) =>
      judgeContainers(
        snapshot,
        (container) =>
          container.fault === undefined
            ? check(container, snapshot)
            : [{ unknown: `the engine did not describe the container: ${container.fault}` }],
        key,
      ),
  };
}

/** A rule over the engine and its host as a whole. */
export function hostRule(
  data: Omit<RuleData, "peers"> & Partial<Pick<RuleData, "peers">>,
  source: string,
  check: (snapshot: LiveSnapshot) => readonly Said[],
): LiveRule {
  return {
    peers: {},
    ...data,
    target: "live",
    check: (snapshot) => toJudgement(check(snapshot), source),
  };
}

/** What is judged by a field that the engine may not have told. */
export function told<T>(
  value: Told<T>,
  key: string,
  check: (value: T) => readonly Said[],
): readonly Said[] {
  return value === undefined ? [{ unknown: `the engine does not tell ${key}` }] : check(value);
}

/** Fails with `text` when `isWrong`. */
export function wrongIf(isWrong: boolean, text: string, title?: string): readonly Said[] {
  return isWrong ? [{ wrong: text, ...(title === undefined ? {} : { title }) }] : [];
}

/** The same with a fix for what is wrong. */
export function mend(said: readonly Said[], fix: Fix | undefined): readonly Said[] {
  if (fix === undefined) return said;
  return said.map((each) => ("wrong" in each ? { ...each, fix } : each));
}

/** What a rule says of something that a privileged container has anyway; empty for others. */
export function ofPrivileged({ privileged }: LiveContainer, reason: string): readonly Said[] {
  return privileged === true ? [{ notApplicable: `${reason}; see live-privileged` }] : [];
}

function judgeContainers(
  { containers }: LiveSnapshot,
  check: (container: LiveContainer) => readonly Said[],
  key: string,
): Judgement {
  if (containers === undefined) return [toObservation({ unknown: noList }, key)];
  if (containers.length === 0) return { notApplicable: "the engine has no containers" };
  return containers.flatMap((container) =>
    check(container).map((said) =>
      toObservation(said, key, `container:${container.name}`, [container.name]),
    ),
  );
}

const noList = "the engine did not list its containers";

function toJudgement(said: readonly Said[], source: string): Judgement {
  const [only] = said;
  if (said.length === 1 && only !== undefined && "notApplicable" in only) return only;
  return said.map((each) => toObservation(each, source));
}

/** What was said as an observation. */
export function toObservation(
  said: Said,
  source: string,
  path?: string,
  identity: readonly string[] = [],
): Observation {
  const place = path === undefined ? {} : { path };
  if ("unknown" in said) {
    return {
      ...place,
      unknown: said.unknown,
      value: "not known",
      source,
      identity: [...identity, source],
    };
  }
  if ("notApplicable" in said) {
    return {
      ...place,
      notApplicable: said.notApplicable,
      value: said.notApplicable,
      source,
      identity: [...identity, source],
    };
  }
  const { wrong, title, confidence, fix } = said;
  return {
    ...place,
    ...(title === undefined ? {} : { title }),
    ...(confidence === undefined ? {} : { confidence }),
    ...(fix === undefined ? {} : { fix }),
    value: wrong,
    source,
    identity: [...identity, source, wrong],
  };
}
