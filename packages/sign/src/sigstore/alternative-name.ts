import type { X509Certificate } from "@sigstore/core";
import { alternativeNameOid } from "./certificate-profile.ts";

const uriTag = 0x86;
const emailTag = 0x81;
const otherNameTag = 0xa0;
const utf8Tag = 0x0c;
/** Fulcio's name for people of a domain without e-mail: `user!domain`. */
const fulcioUsername = "1.3.6.1.4.1.57264.1.7";
// Visible ASCII: no NUL, no look-alike letters.
const visible = /^[\x21-\x7e]{1,4096}$/;
const forms: Readonly<Record<number, RegExp>> = {
  [uriTag]: /^[a-z][a-z0-9+.-]*:\/\/.+$/,
  [emailTag]: /^[^@/:]+@[^@/:]+$/,
  [otherNameTag]: /^[^@/:!]+![^@/:!]+$/,
};

/**
 * The one subject alternative name of a certificate. Its text tells of which type it is, since no text
 * has the form of two: an address can never pass for a workflow.
 *
 * @throws Error with a fault as its message, or any other when the DER is broken
 */
export function readAlternativeName(certificate: X509Certificate): string {
  const names = certificate.extension(alternativeNameOid)?.valueObj.subs[0]?.subs ?? [];
  const [name] = names;
  if (name === undefined || names.length > 1) {
    throw new Error("it does not name exactly one signer");
  }
  const tag = name.tag.toDER();
  const text = (tag === otherNameTag ? readUsername(name.subs) : name.value).toString("latin1");
  if (forms[tag]?.test(text) !== true || !visible.test(text)) {
    throw new Error("the name of its signer does not have the form of its type");
  }
  return text;
}

function readUsername([id, value]: NonNullable<X509Certificate["root"]>["subs"]): Buffer {
  const text = value?.subs[0];
  if (id?.toOID() !== fulcioUsername || text?.tag.toDER() !== utf8Tag) {
    throw new Error("its signer has a name of a type that is not known");
  }
  return text.value;
}
