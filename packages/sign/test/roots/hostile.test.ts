import { createPublicKey } from "node:crypto";
import { isPlimsollError } from "@plimsoll/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeTrustedRoot } from "../../src/roots/describe.ts";
import { parseTrustedRoots } from "../../src/roots/document.ts";
import { embeddedRoots, embeddedTrustedRoot } from "../../src/roots/embedded.ts";
import { refreshTrustedRoot } from "../../src/roots/refresh.ts";
import { inspectMetadata } from "../../src/roots/tuf/inspect.ts";
import { keyIdentity } from "../../src/roots/tuf/key-identity.ts";
import { newKey, sameKeyAgain, TestRepository } from "./repository.ts";
import { serve } from "./server.ts";

const trustedRoot = Buffer.from(JSON.stringify(embeddedTrustedRoot()));
const tufRoot = Buffer.from(JSON.stringify(embeddedRoots[0]!.tufRoot));

/** True unless something else than a refusal was thrown. */
function isJudged(judge: () => unknown): boolean {
  try {
    judge();
    return true;
  } catch (error) {
    return isPlimsollError(error);
  }
}

/** A real document with some bytes changed, and cut. */
const bent = (document: Buffer) =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.nat(document.length - 1), fc.integer({ min: 0x20, max: 0x7e }))),
      fc.nat(document.length),
    )
    .map(([changes, keep]) => {
      const copy = Buffer.from(document);
      for (const [at, byte] of changes) copy[at] = byte;
      return copy.subarray(0, changes.length % 2 === 0 ? copy.length : keep);
    });

describe("the roots that are embedded", () => {
  it("are read, and every part of them has a name and a beginning", () => {
    const [document] = parseTrustedRoots(trustedRoot);
    const parts = describeTrustedRoot(document!);
    expect(parts.length).toBeGreaterThan(4);
    for (const part of parts) {
      expect(part.name).not.toContain("unreadable");
      expect(part.id).toBeTruthy();
      expect(Date.parse(part.validFrom!)).toBeGreaterThan(Date.parse("2020-01-01"));
    }
  });

  it("are a root that TUF can begin with: signed by itself, each key once", async () => {
    const empty = await serve(new Map());
    try {
      // Whatever is wrong with the root would be told before the empty repository is asked.
      await expect(
        refreshTrustedRoot({ name: "public-good", url: empty.url }),
      ).rejects.toMatchObject({ code: "NOT_FOUND", subject: `${empty.url}/timestamp.json` });
    } finally {
      await empty.close();
    }
  });
});

describe("hostile documents", () => {
  it("are refused or read, whatever is in a trusted root", () => {
    fc.assert(
      fc.property(bent(trustedRoot), (bytes) =>
        isJudged(() => parseTrustedRoots(bytes).map(describeTrustedRoot)),
      ),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) =>
        isJudged(() => parseTrustedRoots(bytes)),
      ),
    );
  });

  it("are refused or read, whatever values a trusted root has", () => {
    const mediaType = "application/vnd.dev.sigstore.trustedroot+json;version=0.1";
    const lists = fc.record({
      tlogs: fc.array(fc.jsonValue()),
      ctlogs: fc.array(fc.jsonValue()),
      certificateAuthorities: fc.array(fc.dictionary(fc.string(), fc.jsonValue())),
      timestampAuthorities: fc.array(
        fc.record({ certChain: fc.record({ certificates: fc.array(fc.jsonValue()) }) }),
      ),
    });
    fc.assert(
      fc.property(lists, (document) =>
        isJudged(() =>
          parseTrustedRoots(Buffer.from(JSON.stringify({ ...document, mediaType }))).map(
            describeTrustedRoot,
          ),
        ),
      ),
    );
  });

  it("are refused or passed on, whatever is in TUF metadata", () => {
    fc.assert(
      fc.property(bent(tufRoot), (bytes) => isJudged(() => inspectMetadata(bytes))),
      { numRuns: 300 },
    );
    const signed = fc.dictionary(
      fc.constantFrom("version", "expires", "meta", "roles", "keys", "delegations", "x"),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(signed, (value) =>
        isJudged(() => inspectMetadata(Buffer.from(JSON.stringify({ signed: value })))),
      ),
    );
    expect(isJudged(() => inspectMetadata(tufRoot))).toBe(true);
    expect(() => inspectMetadata(tufRoot)).not.toThrow();
  });
});

describe("keys", () => {
  it("are the same however they are written, and another key is another", () => {
    const key = newKey();
    const again = sameKeyAgain(key, createPublicKey(key.privateKey));
    expect(again.id).not.toBe(key.id);
    expect(keyIdentity(again.key)).toBe(keyIdentity(key.key));
    expect(keyIdentity(newKey().key)).not.toBe(keyIdentity(key.key));
  });

  it("that cannot be read have no identity, and do not stop the rest", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, text) => {
        keyIdentity(value);
        keyIdentity({ keyval: { public: text } });
        keyIdentity({ keyval: { public: `-----BEGIN PUBLIC KEY-----\n${text}` } });
        keyIdentity({ keyval: value });
      }),
    );
  });

  it("of every kind in the specification are told apart", () => {
    const repository = new TestRepository();
    const identities = Object.values(repository.root.keys).map(keyIdentity);
    expect(new Set(identities).size).toBe(4);
  });
});
