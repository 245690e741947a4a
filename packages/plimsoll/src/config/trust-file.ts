import { dirname, resolve } from "node:path";
import {
  type ConfigInput,
  PlimsollError,
  parseConfig,
  type Requirement,
  type TrustConfig,
  type TrustRule,
  toPlimsollError,
} from "@plimsoll/core";
import { readTextFile } from "../files/read-text-file.ts";

const maxBytes = 4 * 1024 * 1024;

/**
 * Reads a trust policy from a file of its own: what `trust:` of `plimsoll.yml` holds, with or without
 * that key above it. Paths in it start from its folder, and come back absolute.
 *
 * @throws PlimsollError `INVALID_CONFIG` when it cannot be read or does not follow the schema
 */
export async function loadTrustFile(
  file: string,
  directory = process.cwd(),
): Promise<NonNullable<ConfigInput["trust"]>> {
  const path = resolve(directory, file);
  const { parseYaml } = await import("./parse-yaml.ts");
  let value: unknown;
  try {
    value = parseYaml(await readTextFile(path, maxBytes));
  } catch (cause) {
    const { message } = toPlimsollError(cause, "INVALID_CONFIG", "it cannot be read");
    throw new PlimsollError("INVALID_CONFIG", `${path} cannot be used: ${message}`, {
      subject: path,
      action: "Name a YAML file with rules with --trust-policy.",
      cause,
    });
  }
  const document = typeof value === "object" && value !== null ? value : {};
  const { trust } = parseConfig("trust" in document ? document : { trust: value }, path);
  return relocateTrust(trust, dirname(path));
}

/** The same with every path made absolute. */
function relocateTrust(trust: TrustConfig, folder: string): TrustConfig {
  const own = (path: string) => (path.includes("-----BEGIN ") ? path : resolve(folder, path));
  const requirements = (list: Requirement[] | undefined) =>
    list?.map((one) => relocateRequirement(one, own));
  const rules = trust.rules.map((rule): TrustRule => {
    const { require, attestations } = rule;
    return {
      ...rule,
      ...(require && {
        require: given({
          "any-of": requirements(require["any-of"]),
          "all-of": requirements(require["all-of"]),
        }),
      }),
      attestations: attestations.map((wanted) => ({
        ...wanted,
        ...(wanted.from && { from: requirements(wanted.from)! }),
      })),
    };
  });
  const roots = trust["trusted-roots"].map(own);
  return { ...trust, keys: trust.keys.map(own), rules, "trusted-roots": roots };
}

function relocateRequirement(
  { key, keyless, notation, dct }: Requirement,
  own: (path: string) => string,
): Requirement {
  return given({
    key: typeof key === "string" ? own(key) : key?.map(own),
    keyless,
    notation: notation && {
      ...notation,
      stores: notation.stores.map((store) => ({
        ...store,
        certificates: store.certificates.map(own),
      })),
    },
    dct: dct && {
      ...dct,
      ...(dct["root-certificates"] && { "root-certificates": dct["root-certificates"].map(own) }),
    },
  });
}

function given<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
