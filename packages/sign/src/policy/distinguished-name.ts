/**
 * Whether a certificate's subject holds every part of an identity of a Notary Project policy
 * (trust-store-trust-policy.md, "Trusted Identities Constraints"): `x509.subject: C=NL, O=Acme`, or
 * `*` for any. Both are written as RFC 4514 writes them; the order of the parts does not matter.
 */
export function holdsIdentity(subject: string, identity: string): boolean {
  const wanted = identity.trim();
  if (wanted === "*") return true;
  const parts = partsOf(wanted.replace(/^x509\.subject:\s*/, ""));
  const held = new Set(partsOf(subject.replace(/^x509\.subject:\s*/, "")));
  return parts.length > 0 && parts.every((part) => held.has(part));
}

function partsOf(name: string): string[] {
  return splitUnescaped(name).flatMap((part) => {
    const at = part.indexOf("=");
    if (at < 1) return [];
    const type = part.slice(0, at).trim().toUpperCase();
    const value = withoutEscapes(part.slice(at + 1).trim());
    return [`${type === "S" ? "ST" : type}=${value}`];
  });
}

function splitUnescaped(name: string): string[] {
  const parts = [""];
  for (let at = 0; at < name.length; at += 1) {
    const character = name.charAt(at);
    if (character === "," || character === "+" || character === ";") {
      parts.push("");
      continue;
    }
    const length = character === "\\" ? 2 : 1;
    parts[parts.length - 1] += name.slice(at, at + length);
    at += length - 1;
  }
  return parts;
}

/** `\,` is a comma, and pairs of hexadecimal digits are bytes of UTF-8 (RFC 4514, section 3). */
function withoutEscapes(value: string): string {
  return value
    .replace(/(?:\\[0-9a-fA-F]{2})+/g, (pairs) =>
      Buffer.from(pairs.replaceAll("\\", ""), "hex").toString("utf8"),
    )
    .replace(/\\([,+"\\<>;=# ])/g, "$1");
}
