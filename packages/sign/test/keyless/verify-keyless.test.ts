import { parseReference } from "@plimsoll/registry";
import {
  type SigstoreServer,
  startSigstore,
  workflowIdentity,
} from "@plimsoll/test-support/sigstore";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { signImage, verifyBundle, verifyImage } from "../../src/index.ts";
import { createKey } from "../keys.ts";
import { createMemoryRegistry, type MemoryRegistry, pushImage } from "../memory-registry.ts";
import { setUpKeyless } from "../sigstore.ts";

/** A bundle taken apart, to be changed at will. */
// biome-ignore lint/suspicious/noExplicitAny: every place in it may be changed to anything
type Json = any;

const app = parseReference("registry.example/lab/app:1");
const issuer = "https://token.actions.githubusercontent.com";
const identity = { issuer, subject: workflowIdentity };
let sigstore: SigstoreServer;
let other: SigstoreServer;
let client: MemoryRegistry;
let digest: string;

beforeAll(async () => {
  [sigstore, other] = await Promise.all([startSigstore(), startSigstore()]);
});
afterAll(() => Promise.all([sigstore.close(), other.close()]));
beforeEach(async () => {
  client = createMemoryRegistry();
  digest = await pushImage(client, app);
});

async function sign(format: "bundle" | "classic" = "bundle"): Promise<Buffer> {
  const signed = await signImage({
    client,
    reference: app,
    ...(await setUpKeyless(sigstore)),
    format,
  });
  const { json } = client.manifests.get(`lab/app@${signed.signatureDigest}`)!;
  const [layer] = json.layers as { digest: string }[];
  return client.blobs.get(layer!.digest)!;
}

const verify = (
  identities: readonly {
    issuer: string | { glob: string };
    subject?: string | { pattern: string };
  }[],
  root: unknown = sigstore.trustedRoot,
) => verifyImage({ client, reference: app, sigstore: { trustedRoots: [root], identities } });

/** Verifies a bundle about the image, after a change. */
async function judge(bytes: Buffer, change: (bundle: Json) => void) {
  const bundle = JSON.parse(bytes.toString());
  change(bundle);
  return verifyBundle({
    bundle: Buffer.from(JSON.stringify(bundle)),
    artifact: { digest },
    trustedRoot: sigstore.trustedRoot,
    identity,
  });
}

const failed = ({ checks }: { checks: readonly { name: string; result: string }[] }) =>
  checks.filter(({ result }) => result === "fail").map(({ name }) => name);

describe("a keyless signature", () => {
  it.each(["bundle", "classic"] as const)(
    "is verified for the workflow that made it, each step by itself (%s)",
    async (format) => {
      await sign(format);
      const trust = await verify([identity]);
      expect(trust.reason).toBeTruthy();
      expect(trust.result).toBe("verified");
      const [signature] = trust.signatures;
      expect(signature?.signer).toMatchObject({
        kind: "certificate",
        name: workflowIdentity,
        issuer,
        claims: { sourceRepositoryUri: expect.stringContaining("https://github.com/") },
        signedAt: expect.stringMatching(/^\d{4}-/),
      });
      const passed = signature?.checks.filter(({ result }) => result === "pass");
      expect(passed?.map(({ name }) => name)).toEqual(
        expect.arrayContaining([
          "certificate-chain",
          "sct",
          "transparency-log",
          "timestamp",
          "identity",
          "signature",
        ]),
      );
    },
  );

  it("[refusal 39] is not verified when nobody was asked for", async () => {
    await sign();
    expect((await verify([])).result).not.toBe("verified");
    expect((await verifyImage({ client, reference: app, keys: [] })).result).toBe("notChecked");
  });

  it.each([
    ["another workflow", { issuer, subject: `${workflowIdentity}x` }],
    ["the beginning of the subject", { issuer, subject: workflowIdentity.slice(0, -1) }],
    [
      "a dot as a wildcard",
      { issuer, subject: workflowIdentity.replace("github.com", "githubxcom") },
    ],
    ["another issuer", { issuer: `${issuer}.evil.example`, subject: workflowIdentity }],
    ["a pattern that matches a part", { issuer, subject: { pattern: "github" } }],
  ])("[refusal 40] is refused for %s", async (_, asked) => {
    await sign();
    const trust = await verify([asked]);
    expect(trust.result).toBe("failed");
    expect(failed(trust.signatures[0]!)).toContain("identity");
  });

  it("[refusal 17] is refused when another authority certified it", async () => {
    await sign();
    const trust = await verify([identity], other.trustedRoot);
    expect(trust.result).toBe("failed");
    expect(trust.signatures[0]?.signer).toBeUndefined();
  });

  it("[refusal 26] does not count for a key, nor hides the signature of one", async () => {
    await sign();
    const key = await createKey("P-256");
    const alone = await verifyImage({ client, reference: app, keys: [key.publicKey] });
    expect(alone.result).toBe("failed");
    await signImage({ client, reference: app, key });
    const both = await verifyImage({ client, reference: app, keys: [key.publicKey] });
    expect(both.result).toBe("verified");
  });

  it("is verified without any connection", async () => {
    const bytes = await sign();
    const fetch = globalThis.fetch;
    globalThis.fetch = () => Promise.reject(new Error("a connection"));
    try {
      expect((await judge(bytes, () => undefined)).result).toBe("verified");
    } finally {
      globalThis.fetch = fetch;
    }
  });
});

describe("a bundle is refused", () => {
  const flip = (text: string) => {
    const bytes = Buffer.from(text, "base64");
    bytes[bytes.length - 1]! ^= 1;
    return bytes.toString("base64");
  };

  it.each<[string, (bundle: Json) => void]>([
    [
      "[refusal 14] with another signature",
      ({ dsseEnvelope }) => {
        dsseEnvelope.signatures[0].sig = flip(dsseEnvelope.signatures[0].sig);
      },
    ],
    [
      "[refusal 18] with another payloadType",
      ({ dsseEnvelope }) => {
        dsseEnvelope.payloadType = "text/plain";
      },
    ],
    [
      "[refusal 22] without a signature",
      ({ dsseEnvelope }) => {
        dsseEnvelope.signatures = [];
      },
    ],
    [
      "[refusal 22] with two",
      ({ dsseEnvelope }) => {
        dsseEnvelope.signatures.push(dsseEnvelope.signatures[0]);
      },
    ],
    [
      "[refusal 25] of an unknown version",
      (bundle) => {
        bundle.mediaType = "application/vnd.dev.sigstore.bundle.v9.9+json";
      },
    ],
    [
      "[refusal 27] whose log entry is about something else",
      ({ verificationMaterial }) => {
        const [entry] = verificationMaterial.tlogEntries;
        const body = JSON.parse(Buffer.from(entry.canonicalizedBody, "base64").toString());
        body.spec.payloadHash.value = "0".repeat(64);
        entry.canonicalizedBody = Buffer.from(JSON.stringify(body)).toString("base64");
      },
    ],
    [
      "[refusal 28] with a proof of another tree",
      ({ verificationMaterial }) => {
        const { inclusionProof } = verificationMaterial.tlogEntries[0];
        inclusionProof.rootHash = flip(inclusionProof.rootHash);
      },
    ],
    [
      "[refusal 30] without a log entry",
      ({ verificationMaterial }) => {
        verificationMaterial.tlogEntries = [];
      },
    ],
    [
      "[refusal 34] logged in the future",
      ({ verificationMaterial }) => {
        verificationMaterial.tlogEntries[0].integratedTime = "99999999999";
      },
    ],
    [
      "without verification material",
      (bundle) => {
        delete bundle.verificationMaterial;
      },
    ],
  ])("%s", async (_, change) => {
    const bytes = await sign();
    const { result } = await judge(bytes, change);
    expect(result).not.toBe("verified");
  });

  it("about another image", async () => {
    const bytes = await sign();
    const judged = await verifyBundle({
      bundle: bytes,
      artifact: { digest: `sha256:${"0".repeat(64)}` },
      trustedRoot: sigstore.trustedRoot,
      identity,
    });
    expect(failed(judged)).toContain("payload-digest");
  });

  it("with any of its bytes changed in what is signed or proven", async () => {
    const text = (await sign()).toString();
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.string({ maxLength: 3 }), async (at, put) => {
        const bundle = Buffer.from(text.slice(0, at) + put + text.slice(at + put.length));
        const judged = await verifyBundle({
          bundle,
          artifact: { digest },
          trustedRoot: sigstore.trustedRoot,
          identity,
        });
        expect(["verified", "failed"]).toContain(judged.result);
        if (judged.result === "verified") {
          // What may change is what nobody relies on; the signer stays.
          expect(judged.signer?.name).toBe(workflowIdentity);
        }
      }),
      { numRuns: 60 },
    );
  });
});
