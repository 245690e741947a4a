import { PlimsollError } from "@plimsoll/core";
import {
  type ArgumentCondition,
  type RuleFilter,
  type SeccompAction,
  type SeccompOperator,
  type SeccompProfile,
  type SeccompRule,
  seccompActions,
  seccompOperators,
} from "./profile.ts";

/** The largest published profiles are some 30 kB. */
const maxProfileCharacters = 4 * 1024 * 1024;
const maxRules = 20_000;
const maxNames = 200_000;

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads a profile in JSON: a runtime's (runtime-spec, `linux.seccomp`, also inside of a whole
 * config.json) or an engine's (`archMap`, `includes`, `excludes`). Numbers keep all 64 bits.
 *
 * @throws PlimsollError `MALFORMED` for what is no profile, `LIMIT_EXCEEDED` for an absurd one; the
 * message names the place
 */
export function parseSeccompProfile(text: string): SeccompProfile {
  if (text.length > maxProfileCharacters) throw tooLarge("its text");
  let json: unknown;
  try {
    json = JSON.parse(text, keepBigNumbers as (key: string, value: unknown) => unknown);
  } catch (cause) {
    throw malformed(`it is not JSON (${(cause as Error).message.slice(0, 200)})`, cause);
  }
  const root = object(json, "the profile");
  return readProfile(isObject(root.linux) ? object(root.linux.seccomp, "linux.seccomp") : root);
}

function readProfile(root: Json): SeccompProfile {
  const defaultErrno = optionalNumber(root.defaultErrnoRet, "defaultErrnoRet");
  const rules = list(root.syscalls, "syscalls");
  if (rules.length > maxRules) throw tooLarge("the list of its rules");
  const budget = { names: maxNames };
  return {
    defaultAction: action(root.defaultAction, "defaultAction"),
    ...(defaultErrno !== undefined && { defaultErrno }),
    architectures: texts(root.architectures, "architectures"),
    architectureMap: list(root.archMap, "archMap").map((entry, at) => {
      const place = `archMap[${at}]`;
      const { architecture, subArchitectures } = object(entry, place);
      return {
        architecture: string(architecture, `${place}.architecture`),
        subArchitectures: texts(subArchitectures, `${place}.subArchitectures`),
      };
    }),
    flags: texts(root.flags, "flags"),
    rules: rules.map((rule, at) => readRule(object(rule, `syscalls[${at}]`), at, budget)),
  };
}

function readRule(rule: Json, at: number, budget: { names: number }): SeccompRule {
  const place = `syscalls[${at}]`;
  // Docker's first format had one `name` in each rule.
  const names =
    rule.names === undefined && rule.name !== undefined
      ? [string(rule.name, `${place}.name`)]
      : texts(rule.names, `${place}.names`);
  budget.names -= names.length;
  if (budget.names < 0) throw tooLarge("the list of its names");
  const errno = optionalNumber(rule.errnoRet, `${place}.errnoRet`);
  const includes = filter(rule.includes, `${place}.includes`);
  const excludes = filter(rule.excludes, `${place}.excludes`);
  return {
    names,
    action: action(rule.action, `${place}.action`),
    ...(errno !== undefined && { errno }),
    conditions: list(rule.args, `${place}.args`).map((entry, i) =>
      condition(object(entry, `${place}.args[${i}]`), `${place}.args[${i}]`),
    ),
    ...(includes && { includes }),
    ...(excludes && { excludes }),
    ...(typeof rule.comment === "string" && rule.comment !== "" && { comment: rule.comment }),
  };
}

function condition({ index, value, valueTwo, op }: Json, place: string): ArgumentCondition {
  if (typeof index !== "number" || !Number.isInteger(index) || index < 0 || index > 5) {
    throw malformed(`${place}.index is no argument (0 to 5)`);
  }
  if (!seccompOperators.includes(op as SeccompOperator)) {
    throw malformed(`${place}.op is no operator: ${JSON.stringify(op)?.slice(0, 40)}`);
  }
  return {
    index,
    op: op as SeccompOperator,
    value: unsigned(value ?? 0, `${place}.value`),
    valueTwo: unsigned(valueTwo ?? 0, `${place}.valueTwo`),
  };
}

function filter(value: unknown, place: string): RuleFilter | undefined {
  if (value === undefined || value === null) return undefined;
  const { caps, arches, minKernel } = object(value, place);
  const kernel = minKernel === undefined || minKernel === "" ? undefined : minKernel;
  if (kernel !== undefined && !(typeof kernel === "string" && /^\d{1,4}\.\d{1,4}$/.test(kernel))) {
    throw malformed(`${place}.minKernel is no version of a kernel`);
  }
  const read = {
    capabilities: texts(caps, `${place}.caps`),
    architectures: texts(arches, `${place}.arches`),
    ...(kernel !== undefined && { minKernel: kernel as string }),
  };
  const isEmpty = read.capabilities.length + read.architectures.length === 0;
  return isEmpty && kernel === undefined ? undefined : read;
}

function action(value: unknown, place: string): SeccompAction {
  // libseccomp's old name of the same thing.
  const name = value === "SCMP_ACT_KILL" ? "SCMP_ACT_KILL_THREAD" : value;
  if (seccompActions.includes(name as SeccompAction)) return name as SeccompAction;
  throw malformed(`${place} is no action: ${JSON.stringify(value)?.slice(0, 40)}`);
}

/** JSON.parse rounds above 2^53, and profiles have values up to 2^64 - 1. */
function keepBigNumbers(key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || (key !== "value" && key !== "valueTwo")) return value;
  return /^\d{1,20}$/.test(context?.source ?? "") ? BigInt(context!.source!) : value;
}

function unsigned(value: unknown, place: string): bigint {
  if (typeof value === "bigint" && value <= 0xffff_ffff_ffff_ffffn) return value;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return BigInt(value);
  throw malformed(`${place} is no unsigned number of 64 bits`);
}

function optionalNumber(value: unknown, place: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 0xffff) {
    return value;
  }
  throw malformed(`${place} is no errno`);
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function object(value: unknown, place: string): Json {
  if (isObject(value)) return value;
  throw malformed(`${place} is no object`);
}

function list(value: unknown, place: string): readonly unknown[] {
  // Go writes an empty list as null.
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw malformed(`${place} is no list`);
}

function string(value: unknown, place: string): string {
  if (typeof value === "string") return value;
  throw malformed(`${place} is no text`);
}

function texts(value: unknown, place: string): string[] {
  return list(value, place).map((text, at) => string(text, `${place}[${at}]`));
}

function malformed(what: string, cause?: unknown): PlimsollError {
  return new PlimsollError("MALFORMED", `This is no seccomp profile: ${what}`, { cause });
}

function tooLarge(what: string): PlimsollError {
  return new PlimsollError("LIMIT_EXCEEDED", `The seccomp profile is too large: ${what}`);
}
