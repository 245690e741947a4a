import { canBeSecret, isSecretName, recogniseSecret } from "@plimsoll/core";

/**
 * The option of a command that holds a secret (`--password=…`, `--token …`), or the kind of a secret
 * that its form betrays; undefined when there is none. Values that variables give are none.
 */
export function secretInCommand(words: readonly string[]): string | undefined {
  const all = words.flatMap((word) => word.split(/\s+/)).slice(0, 2_000);
  for (const [index, word] of all.entries()) {
    const kind = recogniseSecret(word);
    if (kind !== undefined) return kind;
    const match = /^--?([\w-]{2,64})(?:=(.*))?$/.exec(word);
    if (match === null) continue;
    const value = (match[2] ?? all[index + 1] ?? "").replace(/^["']|["']$/g, "");
    const isGiven = !/^-|\$|\{\{/.test(value) && value !== "";
    if (isGiven && isSecretName(match[1]!.replaceAll("-", "_")) && canBeSecret(value)) {
      return `--${match[1]}`;
    }
  }
  return undefined;
}
