import type { Finding } from "@plimsoll/core";

/**
 * Rules of the audit about secrets in an image's configuration. They go by names, so they see weak
 * passwords too; the search for secrets goes by values, so it knows what they are.
 */
const rules: ReadonlySet<string> = new Set([
  "image-secret-env",
  "image-secret-label",
  "image-secret-history",
]);

/**
 * Leaves out what the audit says about a variable, a label or a build argument in which the search
 * for secrets found one: one finding for one cause is enough, and the more exact one stays.
 */
export function withoutRepeatedSecrets(
  audited: readonly Finding[],
  found: readonly Finding[],
): Finding[] {
  const places = new Set(found.filter(({ kind }) => kind === "secret").flatMap(placesOf));
  return audited.filter(
    (finding) =>
      finding.status !== "fail" ||
      !rules.has(finding.rule) ||
      !placesOf(finding).some((place) => places.has(place)),
  );
}

/** `config.Env DB_PASSWORD`, from evidence as `DB_PASSWORD=****` in `config.Env`. */
function placesOf({ evidence }: Finding): string[] {
  const name = /^([^=\s]+)=/.exec(evidence?.value ?? "")?.[1];
  return name === undefined ? [] : [`${evidence!.source} ${name}`];
}
