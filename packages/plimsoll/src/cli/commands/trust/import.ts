import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import { readTextFile } from "../../../files/read-text-file.ts";
import { UsageError } from "../../arguments.ts";
import { type CommandInput, exitCodes, type Io } from "../../command.ts";
import { printableLine } from "../../printable.ts";

const maxPolicyBytes = 4 * 1024 * 1024;

/** Prints the trust policy of another tool as the key `trust` of `plimsoll.yml`. */
export async function run(
  input: CommandInput,
  operands: readonly string[],
  io: Io,
): Promise<number> {
  const [file, ...more] = operands;
  if (file === undefined || more.length > 0) {
    throw new UsageError("Name the one policy to import: plimsoll trust import FILE");
  }
  const [{ importTrustPolicy }, { writeYaml }, documents] = await Promise.all([
    import("@plimsoll/sign"),
    import("../../../config/write-yaml.ts"),
    readDocuments(file),
  ]);
  const { format, rules, notes } = importTrustPolicy(documents, {
    storeFolder: input.text("trust-store"),
  });
  const sentences = notes.map(({ what, why }) => `${printableLine(what)}: ${printableLine(why)}`);
  if (!input.flag("quiet")) {
    const heading = `Made of a policy of ${format} by plimsoll trust import`;
    await io.out(writeYaml({ trust: { rules } }, [heading, ...sentences]));
  }
  for (const sentence of sentences) io.err(`${sentence}\n`);
  const isWhole = rules.length > 0 && !notes.some(({ why }) => why.endsWith("refused instead"));
  return isWhole ? exitCodes.accepted : exitCodes.incomplete;
}

async function readDocuments(file: string): Promise<unknown[]> {
  const { parseYamlDocuments } = await import("../../../config/parse-yaml-documents.ts");
  try {
    return parseYamlDocuments(await readTextFile(file, maxPolicyBytes));
  } catch (cause) {
    const { message } = toPlimsollError(cause, "INVALID_CONFIG", "it cannot be read");
    throw new PlimsollError("INVALID_CONFIG", `${file} cannot be used: ${message}`, {
      subject: file,
      action: "Name a policy in JSON or YAML.",
      cause,
    });
  }
}
