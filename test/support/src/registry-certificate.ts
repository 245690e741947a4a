import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

/**
 * Makes a self-signed certificate for 127.0.0.1 and localhost, valid for a day around now, and its
 * key, both in PEM (RFC 5280, with the few fields that a TLS client looks at).
 */
export function createCertificate(): { cert: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const ecdsaWithSha256 = sequence(identifier([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]));
  const commonName = sequence(
    identifier([0x55, 0x04, 0x03]),
    der(0x0c, Buffer.from("registry under test")),
  );
  const name = sequence(der(0x31, commonName));
  const names = sequence(
    der(0x82, Buffer.from("localhost")),
    der(0x87, Buffer.from([127, 0, 0, 1])),
  );
  const isAuthority = sequence(der(0x01, Buffer.from([0xff])));
  const extensions = sequence(
    sequence(identifier([0x55, 0x1d, 0x11]), der(0x04, names)),
    sequence(identifier([0x55, 0x1d, 0x13]), der(0x04, isAuthority)),
  );
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ecdsaWithSha256,
    name,
    sequence(time(-12), time(12)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, extensions),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign("sha256", body, privateKey)]);
  const certificate = sequence(body, ecdsaWithSha256, der(0x03, signature));
  const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

function time(hoursFromNow: number): Buffer {
  const moment = new Date(Date.now() + hoursFromNow * 3_600_000).toISOString();
  return der(0x18, Buffer.from(`${moment.slice(0, 19).replace(/[-:T]/g, "")}Z`));
}

function identifier(bytes: number[]): Buffer {
  return der(0x06, Buffer.from(bytes));
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

/** One value with its tag and length (X.690, distinguished encoding). */
function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
