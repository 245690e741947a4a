import { isFields, toFields, toText } from "./read.ts";

/**
 * A file of credentials for registries as it may be recorded: which registries have one in plain
 * text, and nothing of what it is.
 */
export function maskCredentials(text: string): string {
  const plain = plainRegistries(text) ?? [];
  const auths = plain.map((registry) => [registry, { auth: "REDACTED" }]);
  return JSON.stringify({ auths: Object.fromEntries(auths) });
}

/** Registries whose credentials stand in the file itself; undefined when it is not of that form. */
export function plainRegistries(text: string): string[] | undefined {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isFields(file)) return undefined;
  return Object.entries(toFields(file.auths)).flatMap(([registry, entry]) => {
    const { auth, identitytoken, password } = toFields(entry);
    return [auth, identitytoken, password].some((value) => (toText(value) ?? "") !== "")
      ? [registry]
      : [];
  });
}
