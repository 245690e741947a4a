/** Words that people write where a secret will stand later, in what is otherwise a secret's form. */
const words =
  /example|sample|dummy|placeholder|change_?me|redacted|your[-_]|insert[-_]|replace[-_]|s3cr3t|foobar|deadbeef|n0trea1|notreal|x{5}|0{8}|\*{3}/i;
/** What people type who need any text: in a token of a known form it proves nothing, elsewhere much. */
const typed = /12345678|abcdefgh|qwerty|0{6}|(?:abc123|123abc){2}/i;
/** What a program puts in later: variables of shells and templates, format strings, markup. */
const templates =
  /\$\{|\$\(|\{\{|<%|%\(|%s\b|%\{|^\$|^<.{0,60}>$|#\{|^\{[\w. ]{0,40}\}$|^@[\w.]{0,40}@$/;

/** True for a value that stands for a secret, and is none. */
export function isPlaceholder(value: string): boolean {
  const head = value.slice(0, 400);
  return words.test(head) || templates.test(head) || published.test(value) || isMonotonous(head);
}

/** Values of RFC 6749, RFC 6750 and RFC 7617, which documentation and tests repeat. */
const published =
  /^(?:2YotnFZFEjr1zCsicMWpAA|tGzv3JOkF0XG5Qx2TlKWIA|mF_9\.B5f-4\.1JqM|SlAV32hkKG|SplxlOBeZQQYbYS6WxSbIA|czZCaGRSa3F0MzpnWDFmQmF0M2JW|czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3|QWxhZGRpbjpvcGVuIHNlc2FtZQ==|QWxhZGRpbjpPcGVuU2VzYW1l)$/;

/** True for a value that somebody typed along the keyboard or the alphabet. */
export function isTyped(value: string): boolean {
  return typed.test(value.slice(0, 400));
}

/** One character, or few, over and over. */
function isMonotonous(value: string): boolean {
  return value.length >= 16 && new Set(value).size < 6;
}
