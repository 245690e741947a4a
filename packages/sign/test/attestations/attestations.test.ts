import { isPlimsollError } from "@plimsoll/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeAttestation } from "../../src/attestations/judge-attestation.ts";
import { encodePreAuthentication } from "../../src/cosign/bundle.ts";
import { statementPayloadType } from "../../src/cosign/media-types.ts";
import { signBytes } from "../../src/keys/algorithm.ts";
import { createKey } from "../keys.ts";

const subject = `sha256:${"5a".repeat(32)}`;
const key = createKey();

function envelope(statement: object): Buffer {
  const payload = Buffer.from(JSON.stringify(statement));
  const signed = encodePreAuthentication(statementPayloadType, payload);
  const sig = signBytes(key.publicKey.algorithm, key.keyObject, signed).toString("base64");
  return Buffer.from(
    JSON.stringify({
      payload: payload.toString("base64"),
      payloadType: statementPayloadType,
      signatures: [{ sig }],
    }),
  );
}

const statement = {
  _type: "https://in-toto.io/Statement/v1",
  subject: [{ digest: { sha256: subject.slice(7) } }],
  predicateType: "https://openvex.dev/ns/v0.2.0",
  predicate: { statements: [] },
};
const judge = (bytes: Buffer, keys = [key.publicKey]) =>
  judgeAttestation(bytes, "envelope", { subject, digest: "sha256:blob", keys });

describe("an attestation", () => {
  it("counts as signed by the key that signed these bytes, and by no other", () => {
    expect(judge(envelope(statement))).toMatchObject({
      predicateType: "https://openvex.dev/ns/v0.2.0",
      predicate: { statements: [] },
      keyId: key.publicKey.keyId,
    });
    expect(judge(envelope(statement), [createKey().publicKey]).keyId).toBeUndefined();
    expect(judge(envelope(statement), []).keyId).toBeUndefined();
  });

  it("of another image is none of this one", () => {
    const other = { ...statement, subject: [{ digest: { sha256: "00".repeat(32) } }] };
    expect(() => judge(envelope(other))).toThrow("the image is not among its subjects");
  });

  it("is never signed once a byte of what it says has changed, and never a cause of other errors", () => {
    const bytes = envelope(statement);
    const whole = judge(bytes);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const damaged = Buffer.from(bytes);
        damaged[at]! ^= mask;
        try {
          const judged = judge(damaged);
          if (judged.keyId !== undefined) expect(judged).toEqual(whole);
        } catch (error) {
          if (!isPlimsollError(error)) throw error;
        }
      }),
      { numRuns: 300 },
    );
  });
});
