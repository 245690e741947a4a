import { compileGlob, type Finding, type Ignore, type PurlParts, splitPurl } from "@plimsoll/core";

type Condition = (finding: Finding) => boolean;

/**
 * Compiles the conditions of a waiver. The result tells whether a finding meets all of them; the
 * day of expiry is not looked at.
 *
 * @param subject the image as it was named, if there is one
 */
export function compileIgnore(ignore: Ignore, subject?: string): Condition {
  const conditions: Condition[] = [];
  if (ignore.fingerprint !== undefined) {
    conditions.push((finding) => finding.fingerprint === ignore.fingerprint);
  }
  if (ignore.rule !== undefined) conditions.push((finding) => finding.rule === ignore.rule);
  if (ignore.id !== undefined) conditions.push(hasId(ignore.id));
  if (ignore.package !== undefined) conditions.push(concernsPackage(ignore.package));
  if (ignore.path !== undefined) conditions.push(liesAt(ignore.path));
  if (ignore.target !== undefined) conditions.push(isAbout(ignore.target, subject));
  // A waiver without conditions would waive everything; the schema refuses it, and so does this.
  return (finding) => conditions.length > 0 && conditions.every((holds) => holds(finding));
}

/** Identifiers are compared without regard to case: feeds disagree on `GHSA-…`. */
function hasId(id: string): Condition {
  const wanted = id.toLowerCase();
  return ({ vulnerability }) =>
    vulnerability !== undefined &&
    (vulnerability.id.toLowerCase() === wanted ||
      vulnerability.aliases.some((alias) => alias.toLowerCase() === wanted));
}

function concernsPackage(wanted: string): Condition {
  const purl = splitPurl(wanted);
  if (purl === undefined) return (finding) => finding.package?.name === wanted;
  return (finding) => {
    const found = finding.package && splitPurl(finding.package.purl);
    return found !== undefined && includesPurl(purl, found);
  };
}

/** What the waiver leaves out (version, qualifiers) matches anything. */
function includesPurl(wanted: PurlParts, found: PurlParts): boolean {
  if (wanted.path !== found.path) return false;
  if (wanted.version !== undefined && wanted.version !== found.version) return false;
  return [...wanted.qualifiers].every(([key, value]) => found.qualifiers.get(key) === value);
}

/** Paths in an image have no leading slash, but people write one; both are the same place. */
function liesAt(pattern: string): Condition {
  const matches = compileGlob(fromRoot(pattern));
  return ({ location }) => location !== undefined && matches(fromRoot(location.path));
}

/** The audited file, container or service of a misconfiguration; everything else is the image's. */
function isAbout(pattern: string, subject: string | undefined): Condition {
  const matches = compileGlob(pattern);
  const isSubject = subject !== undefined && matches(subject);
  const liesThere = liesAt(pattern);
  return (finding) => {
    if (isSubject) return true;
    if (finding.kind !== "misconfiguration") return false;
    const service = /^services\.(.+)$/.exec(finding.location?.instruction ?? "")?.[1];
    return liesThere(finding) || (service !== undefined && matches(service));
  };
}

function fromRoot(path: string): string {
  let start = 0;
  while (path.startsWith("./", start)) start += 2;
  while (path[start] === "/") start += 1;
  return path.slice(start);
}
