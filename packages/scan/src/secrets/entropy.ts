/**
 * Shannon entropy of a text's characters in bits per character: 0 for `aaaa`, 4 for 16 different
 * ones. Random hexadecimal digits reach 3 to 4, base64 4.5 to 6.
 */
export function entropyOf(text: string): number {
  if (text.length === 0) return 0;
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) {
    const share = count / text.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}
