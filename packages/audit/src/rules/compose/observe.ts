import type { ComposeFile, ComposeService } from "../../compose/types.ts";
import type { Judgement, Observation } from "../../rule/types.ts";
import type { Position } from "../../text/position.ts";

/** Asks `check` about each service; a file without services is not judged. */
export function judgeServices(
  file: ComposeFile,
  check: (service: ComposeService) => readonly Observation[],
): Judgement {
  if (file.services.length === 0) return { notApplicable: "the file has no services" };
  return file.services.flatMap(check);
}

/**
 * What a rule saw in a service.
 *
 * @param key path of the key below the service: `cap_add`
 * @param at where it stands; the service's name when the key is missing
 * @param value the text read
 */
export function observeService(
  file: ComposeFile,
  service: ComposeService,
  key: string,
  at: Position,
  value: string,
  details: Partial<Observation> = {},
): Observation {
  const path = at.path ?? file.path;
  // Pragmas are those of the file that is judged.
  const waivers = (place: Position) =>
    place.path === undefined ? (file.pragmas.get(place.line) ?? []) : [];
  const source = `${path}:${at.line} services.${service.name}${key === "" ? "" : `.${key}`}`;
  return {
    ...(at.path !== undefined && { path: at.path }),
    line: at.line,
    column: at.column,
    instruction: `services.${service.name}`,
    service: service.name,
    value,
    source,
    identity: [service.name, key, value],
    pragmas: [...waivers(at), ...waivers(service)],
    ...details,
  };
}

/**
 * What a rule says of a privileged service, which has everything the rule is about: neither a pass
 * nor a second failure. Empty for other services.
 */
export function observePrivileged(
  file: ComposeFile,
  service: ComposeService,
  key: string,
  reason: string,
): Observation[] {
  const { privileged } = service;
  if (privileged?.value !== true) return [];
  const notApplicable = `${reason}; see compose-privileged`;
  const value = `privileged: ${privileged.text}`;
  return [observeService(file, service, key, privileged, value, { notApplicable })];
}

/** What a rule says when a value depends on variables of the caller. */
export function unresolvedReason(names: readonly string[]): string {
  return `${names.map((name) => `\${${name}}`).join(", ")} has no default in the file`;
}
