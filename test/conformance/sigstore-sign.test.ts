import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createIdentityToken,
  type SigstoreServer,
  startSigstore,
} from "@plimsoll/test-support/sigstore";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type SignBundleOptions, signBundle } from "./sigstore-sign.ts";

let folder: string;
let sigstore: SigstoreServer;
const at = (name: string) => join(folder, name);

async function start(rekor: 1 | 2): Promise<SignBundleOptions> {
  sigstore = await startSigstore({ rekor });
  await writeFile(at("root.json"), JSON.stringify(sigstore.trustedRoot));
  await writeFile(at("config.json"), JSON.stringify(sigstore.signingConfig));
  return {
    identityToken: createIdentityToken(),
    bundle: at("bundle.json"),
    trustedRoot: at("root.json"),
    signingConfig: at("config.json"),
  };
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "plimsoll-sign-bundle-"));
  await writeFile(at("a.txt"), "content");
});
afterEach(async () => {
  await sigstore.close();
  await rm(folder, { recursive: true, force: true });
});

describe("sign-bundle", () => {
  it.each([1, 2] as const)(
    "signs a file with Rekor %i, verified against the root",
    async (rekor) => {
      await signBundle(at("a.txt"), await start(rekor));
      const bundle = JSON.parse(await readFile(at("bundle.json"), "utf8"));
      expect(bundle.mediaType).toBe("application/vnd.dev.sigstore.bundle.v0.3+json");
      expect(bundle.messageSignature.messageDigest.algorithm).toBe("SHA2_256");
      expect(bundle.verificationMaterial.tlogEntries[0].kindVersion).toEqual({
        kind: "hashedrekord",
        version: `0.0.${rekor}`,
      });
    },
  );

  it.each([1, 2] as const)("signs an in-toto statement with Rekor %i", async (rekor) => {
    const statement = {
      _type: "https://in-toto.io/Statement/v1",
      subject: [{ name: "a.txt", digest: { sha256: "a".repeat(64) } }],
      predicateType: "https://example.com/p",
      predicate: {},
    };
    await writeFile(at("s.json"), JSON.stringify(statement));
    await signBundle(at("s.json"), { ...(await start(rekor)), inToto: true });
    const bundle = JSON.parse(await readFile(at("bundle.json"), "utf8"));
    expect(Buffer.from(bundle.dsseEnvelope.payload, "base64").toString()).toBe(
      JSON.stringify(statement),
    );
  });

  it("fails for a statement that is none, and writes nothing", async () => {
    const options = { ...(await start(1)), inToto: true };
    await expect(signBundle(at("a.txt"), options)).rejects.toMatchObject({ code: "MALFORMED" });
    await expect(readFile(at("bundle.json"))).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("fails for a root of another instance, and for a token that has expired", async () => {
    const options = await start(1);
    const other = await startSigstore();
    await other.close();
    await writeFile(at("root.json"), JSON.stringify(other.trustedRoot));
    await expect(signBundle(at("a.txt"), options)).rejects.toMatchObject({
      code: "SIGNATURE_INVALID",
    });
    const identityToken = createIdentityToken({ exp: 1 });
    await expect(signBundle(at("a.txt"), { ...options, identityToken })).rejects.toMatchObject({
      code: "KEY_INVALID",
    });
  });
});
