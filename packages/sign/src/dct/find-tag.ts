import type { TrustCheck } from "@plimsoll/core";
import { check } from "../verify/check.ts";
import type { DctRepository, DctRole } from "./repository.ts";
import { coversName } from "./targets.ts";

/** Docker looks into the first that has the tag (docker/cli, `trust`: releases before targets). */
export const dockerRoles = ["targets/releases", "targets"] as const;

/** A tag as a role signed it. */
export interface SignedTag {
  readonly tag: string;
  readonly role: DctRole;
  /** `sha256:…` of the manifest. */
  readonly digest: string;
  /** Bytes of the manifest. */
  readonly size: number;
}

/** The tags that a role signed and may sign. */
export function tagsOf(role: DctRole): SignedTag[] {
  return [...(role.document?.targets ?? [])]
    .filter(([tag]) => coversName(role.paths, tag))
    .map(([tag, { sha256, length }]) => ({ tag, role, digest: `sha256:${sha256}`, size: length }));
}

/** Which roles are asked for a tag: those asked for, else Docker's, in order. */
export function rolesAsked(asked: readonly string[] | undefined): readonly string[] {
  return asked === undefined || asked.length === 0 ? dockerRoles : asked;
}

/**
 * Looks a tag up, and compares its digest. Of Docker's roles the first that has the tag decides; of
 * roles that were asked for, any may have signed the digest.
 *
 * @param tag absent: any tag that names the digest
 * @param digest absent: whatever the tag names
 */
export function findTag(
  repository: DctRepository,
  tag: string | undefined,
  digest: string | undefined,
  asked: readonly string[] | undefined,
): { checks: TrustCheck[]; found?: SignedTag } {
  const names = rolesAsked(asked);
  const roles = names.flatMap((name) => repository.roles.get(name) ?? []);
  const broken = roles.find(({ fault }) => fault !== undefined);
  if (broken !== undefined) {
    // Going on to the next role could bring back a digest that this one has replaced.
    const reason = `${broken.name} comes before others and does not count: ${broken.fault}`;
    return { checks: [check("tag", "fail", reason)] };
  }
  const signed = roles.flatMap((role) =>
    tagsOf(role).filter((each) => (tag === undefined ? each.digest === digest : each.tag === tag)),
  );
  const matching = signed.find((each) => each.digest === digest);
  const found = asked?.length ? (matching ?? signed[0]) : signed[0];
  if (found === undefined) return { checks: [explainMissing(repository, tag, names)] };
  const where = `${found.role.name} signed the tag ${found.tag}`;
  const named =
    tag === undefined
      ? check("tag", "skipped", `No tag was asked for; ${where} for this digest`)
      : check("tag", "pass", where);
  if (digest === undefined || found.digest === digest) {
    const reason = "The signed digest is that of the image";
    return { checks: [named, check("digest", "pass", reason, found.digest)], found };
  }
  const reason = "The tag was signed for another digest";
  return { checks: [named, check("digest", "fail", reason, found.digest)] };
}

function explainMissing(
  repository: DctRepository,
  tag: string | undefined,
  names: readonly string[],
): TrustCheck {
  const what = tag === undefined ? "the digest" : `the tag ${tag}`;
  const others = [...repository.roles.values()].flatMap((role) =>
    tagsOf(role).some((each) => each.tag === tag) ? role.name : [],
  );
  const beyond = [...repository.roles.values()].some(
    ({ document, paths }) =>
      tag !== undefined && document?.targets.has(tag) === true && !coversName(paths, tag),
  );
  const hint = beyond
    ? "; a role signed it that may not sign for it"
    : others.length > 0
      ? `; it was signed by ${others.slice(0, 4).join(", ")}`
      : "";
  return check("tag", "fail", `Neither of ${names.join(", ")} signed ${what}${hint}`);
}
