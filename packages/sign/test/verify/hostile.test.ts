import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseBundle } from "../../src/cosign/bundle.ts";
import { parseSimpleSigning } from "../../src/cosign/simple-signing.ts";
import { parseStatement } from "../../src/cosign/statement.ts";
import { loadPublicKey } from "../../src/index.ts";
import { judgeBundle } from "../../src/verify/judge-bundle.ts";
import { judgeSimpleSigning } from "../../src/verify/judge-simple-signing.ts";
import { cosign } from "../fixtures.ts";

const [repository = "", digest = ""] = cosign.image.split("@");
const question = { digest, repository, tag: undefined, keys: [loadPublicKey(cosign.publicKey)] };
const signatureName = "dev.cosignproject.cosign/signature";

/** One to three bytes of `original` changed, removed or added; never the original itself. */
function mutationsOf(original: Buffer): fc.Arbitrary<Buffer> {
  const change = fc.record({
    at: fc.nat(original.length - 1),
    kind: fc.constantFrom("change", "remove", "add"),
    byte: fc.nat(255),
  });
  return fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map((changes) => {
      const bytes = [...original];
      for (const { at, kind, byte } of changes) {
        bytes.splice(at, kind === "add" ? 0 : 1, ...(kind === "remove" ? [] : [byte]));
      }
      return Buffer.from(bytes);
    })
    .filter((bytes) => !bytes.equals(original));
}

function judgeClassic(payload: Buffer, signature: string): string {
  return judgeSimpleSigning(payload, { [signatureName]: signature }, digest, question).result;
}

describe("altered bytes", () => {
  const payload = Buffer.from(cosign.payload);

  it("are altered from something that verifies", () => {
    expect(judgeClassic(payload, cosign.signature)).toBe("verified");
    expect(judgeBundle(Buffer.from(cosign.bundle), digest, true, question)).toMatchObject({
      signature: { result: "verified" },
    });
  });

  it("of a payload never verify", () => {
    fc.assert(
      fc.property(mutationsOf(payload), (bytes) => {
        expect(judgeClassic(bytes, cosign.signature)).toBe("failed");
      }),
      { numRuns: 400 },
    );
  });

  it("of a signature never verify, neither in base64 nor below it", () => {
    const below = mutationsOf(Buffer.from(cosign.signature, "base64")).map((bytes) =>
      bytes.toString("base64"),
    );
    const above = mutationsOf(Buffer.from(cosign.signature)).map((bytes) =>
      bytes.toString("latin1"),
    );
    fc.assert(
      fc.property(fc.oneof(below, above), (signature) => {
        expect(judgeClassic(payload, signature)).toBe("failed");
      }),
      { numRuns: 600 },
    );
  });

  it("of a bundle never make another statement verify", () => {
    const envelopeOf = (bytes: Buffer) => parseBundle(bytes).payload.toString();
    const original = envelopeOf(Buffer.from(cosign.bundle));
    fc.assert(
      fc.property(mutationsOf(Buffer.from(cosign.bundle)), (bytes) => {
        const judged = judgeBundle(bytes, digest, true, question);
        if (judged.kind === "signature" && judged.signature.result === "verified") {
          // What is outside the envelope is not signed: the hint, and fields nobody knows.
          expect(envelopeOf(bytes)).toBe(original);
        }
      }),
      { numRuns: 600 },
    );
  });
});

describe("parsers of hostile documents", () => {
  const key = fc.constantFrom(
    ...["mediaType", "dsseEnvelope", "payload", "payloadType", "signatures", "sig", "subject"],
    ...["verificationMaterial", "publicKey", "certificate", "_type", "predicateType", "digest"],
    ...["critical", "identity", "image", "type", "docker-manifest-digest", "__proto__", "sha256"],
  );
  const leaf = fc.constantFrom<unknown>(
    ...[null, 0, true, "", "MA==", [], {}, digest, "https://in-toto.io/Statement/v1"],
    ...["application/vnd.in-toto+json", "application/vnd.dev.sigstore.bundle.v0.3+json"],
  );
  const { document } = fc.letrec<{ document: unknown }>((tie) => ({
    document: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.array(tie("document"), { maxLength: 3 }),
      fc.dictionary(key, tie("document"), { maxKeys: 5 }),
    ),
  }));

  it.each([
    ["bundles", parseBundle],
    ["statements", parseStatement],
    ["simple signing payloads", parseSimpleSigning],
  ])("of %s end with a value or a typed error", (_, parse) => {
    const bytes = fc.oneof(
      document.map((value) => Buffer.from(JSON.stringify(value))),
      fc.uint8Array().map((value) => Buffer.from(value)),
      mutationsOf(Buffer.from(cosign.bundle)),
    );
    fc.assert(
      fc.property(bytes, (input) => {
        try {
          parse(input);
        } catch (error) {
          expect(error).toMatchObject({
            name: "PlimsollError",
            code: expect.stringMatching(/^(MALFORMED|UNSUPPORTED|LIMIT_EXCEEDED)$/),
          });
        }
      }),
      { numRuns: 500 },
    );
  });

  it("end with a judgement, never an exception, for any document", () => {
    fc.assert(
      fc.property(document, fc.dictionary(fc.string(), fc.string()), (value, annotations) => {
        const bytes = Buffer.from(JSON.stringify(value));
        expect(judgeSimpleSigning(bytes, annotations, digest, question).result).toBe("failed");
        const judged = judgeBundle(bytes, digest, false, question);
        if (judged.kind === "signature") expect(judged.signature.result).toBe("failed");
      }),
      { numRuns: 500 },
    );
  });
});
