/** One value with its tag and length (X.690, distinguished encoding). */
export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length < 128) return Buffer.concat([Buffer.from([tag, length]), content]);
  const size = evenHex(length);
  return Buffer.concat([Buffer.from([tag, 0x80 + size.length]), size, content]);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]): Buffer => der(0x31, ...parts);
export const octets = (content: Uint8Array): Buffer => der(0x04, content);
export const bits = (content: Uint8Array, unused = 0): Buffer =>
  der(0x03, Buffer.from([unused]), content);
export const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text));
export const boolean = (value: boolean): Buffer => der(0x01, Buffer.from([value ? 0xff : 0]));
export const nothing = (): Buffer => der(0x05);
/** `[number] EXPLICIT`, or `IMPLICIT` around something constructed. */
export const context = (number: number, ...parts: readonly Uint8Array[]): Buffer =>
  der(0xa0 + number, ...parts);

/** A whole number that is not negative. */
export function integer(value: number | bigint): Buffer {
  const bytes = evenHex(value);
  return der(0x02, bytes[0]! >= 0x80 ? Buffer.from([0]) : Buffer.alloc(0), bytes);
}

/** An object identifier in dotted form. */
export function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split(".").map(Number);
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const digits = [part % 128];
    for (let left = Math.floor(part / 128); left > 0; left = Math.floor(left / 128)) {
      digits.unshift((left % 128) + 128);
    }
    bytes.push(...digits);
  }
  return der(0x06, Buffer.from(bytes));
}

/** GeneralizedTime, in whole seconds. */
export function time(moment: Date): Buffer {
  const digits = moment.toISOString().slice(0, 19).replace(/[-:T]/g, "");
  return der(0x18, Buffer.from(`${digits}Z`));
}

/** The time as certificates have it (RFC 5280, section 4.1.2.5): UTCTime until 2049. */
export function certificateTime(moment: Date): Buffer {
  if (moment.getUTCFullYear() >= 2050) return time(moment);
  const digits = moment.toISOString().slice(2, 19).replace(/[-:T]/g, "");
  return der(0x17, Buffer.from(`${digits}Z`));
}

function evenHex(value: number | bigint): Buffer {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
}
