import { isPlimsollError } from "@plimsoll/core";
import type { MigratedTag, Migration, PrivateKey } from "@plimsoll/sign";
import { type CommandInput, exitCodes, type Io } from "../../command.ts";
import { printableLine } from "../../printable.ts";
import { openPrivateKey } from "../../private-key.ts";
import { checkLines, print } from "./print.ts";
import { type DctSettings, repositoryOf, withSettings } from "./settings.ts";

/**
 * Exit code 1 when the old signatures do not verify: nothing is signed then. 3 when some image could
 * not be signed anew.
 */
export async function run(
  input: CommandInput,
  operands: readonly string[],
  io: Io,
): Promise<number> {
  const gun = repositoryOf(operands, "migrate");
  const keyFile = input.text("key");
  const key = keyFile === undefined ? undefined : await openPrivateKey(keyFile, io.env);
  return withSettings(input, io, async (settings) => {
    const { dct } = await import("@plimsoll/sign");
    const migration = await dct.migrate({ ...settings, gun });
    const signed =
      migration.isVerified && key !== undefined
        ? await signAll(input, io, settings, migration, key)
        : [];
    const done = new Set(signed.map(({ tag }) => tag));
    await print(input, io, { ...migration, signed }, [
      ...checkLines(migration.checks),
      ...migration.tags.map(
        ({ tag, digest, role }) =>
          `${done.has(tag) ? "signed" : "found"}  ${tag}  ${digest}  by ${role}`,
      ),
    ]);
    if (!migration.isVerified) return exitCodes.refused;
    if (key === undefined) {
      io.err("Nothing was signed: name the private key to sign anew with as --key.\n");
      return exitCodes.accepted;
    }
    return signed.length < migration.tags.length ? exitCodes.incomplete : exitCodes.accepted;
  });
}

/** Signs each digest; an image that the registry has no more costs the others nothing. */
async function signAll(
  input: CommandInput,
  io: Io,
  { client, signal }: DctSettings,
  { gun, tags }: Migration,
  key: PrivateKey,
): Promise<MigratedTag[]> {
  const { signImage } = await import("@plimsoll/sign");
  const format = input.text("signature-format") as "classic" | "bundle" | undefined;
  const signed: MigratedTag[] = [];
  for (const tag of tags) {
    const { digest } = tag;
    try {
      await signImage({ client, reference: `${gun}@${digest}`, key, format, signal });
      signed.push(tag);
    } catch (error) {
      if (!isPlimsollError(error) || error.code !== "NOT_FOUND") throw error;
      io.err(`not signed: ${printableLine(tag.tag)}: ${printableLine(error.message)}\n`);
    }
  }
  return signed;
}
