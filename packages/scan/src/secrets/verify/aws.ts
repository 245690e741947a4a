import type { Verification } from "../detector.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/** AWS account numbers have twelve digits. */
const lastAccount = 999_999_999_999n;

/**
 * The account number that an access key ID holds (docs.aws.amazon.com, sts get-access-key-info): the
 * characters behind the prefix are base 32, and bits 1 to 40 of them the number. Keys of 2019 and
 * before start with I or J behind the prefix and hold none.
 */
export function verifyAwsKeyId(id: string, before: string): Verification {
  // Signed addresses name the key that signed them, for everybody to see.
  if (/credential=["']?$/i.test(before)) return "invalid";
  const body = id.slice(4);
  if (!/^[A-Z2-7]*$/.test(body)) return "doubtful";
  if (/^[IJ]/.test(body)) return "plausible";
  let bits = 0n;
  for (const character of body.slice(0, 10)) {
    bits = (bits << 5n) | BigInt(alphabet.indexOf(character));
  }
  // Fifty bits were read; the number lies in bits 1 to 40 of them.
  const account = (bits >> 9n) & ((1n << 40n) - 1n);
  return account <= lastAccount ? "plausible" : "doubtful";
}
