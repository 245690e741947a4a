import { dirname, resolve } from "node:path";
import { type ConfigInput, PlimsollError, parseConfig, toPlimsollError } from "@plimsoll/core";
import { readTextFile } from "../files/read-text-file.ts";
import { relocateTrust } from "./relocate-trust.ts";

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
  return relocateTrust(trust, (one) => resolve(dirname(path), one));
}
