import { parseReference } from "@plimsoll/registry";
import { type SigstoreServer, startSigstore } from "@plimsoll/test-support/sigstore";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signImage, verifyImage } from "../../src/index.ts";
import { createKey } from "../keys.ts";
import { createMemoryRegistry, pushImage } from "../memory-registry.ts";
import { setUpKeyless } from "../sigstore.ts";
import { byKey, policyOf } from "./policies.ts";

const app = parseReference("registry.example/lab/app:1");
const key = createKey();
let sigstore: SigstoreServer;
beforeAll(async () => {
  sigstore = await startSigstore();
});
afterAll(() => sigstore.close());

async function verify(github: object, more: object = {}) {
  const client = createMemoryRegistry();
  await pushImage(client, app);
  await signImage({ client, reference: app, key, format: "classic" });
  await signImage({ client, reference: app, ...(await setUpKeyless(sigstore)) });
  const workflow = { keyless: { github: { repository: "octo/app", ...github } } };
  const policy = await policyOf(
    {
      rules: [{ images: ["**"], require: { "any-of": [workflow, byKey(key)] }, threshold: 2 }],
      "trusted-roots": ["trusted_root.json"],
      ...more,
    } as never,
    { "trusted_root.json": JSON.stringify(sigstore.trustedRoot) },
  );
  return verifyImage({ client, reference: app, policy });
}

describe("a policy of a workflow and a key", () => {
  it("counts the keyless bundle and the classic signature together", async () => {
    const trust = await verify({ workflow: "release.yml", "repository-id": "1", "owner-id": "2" });
    expect(trust).toMatchObject({ result: "verified", isAccepted: true });
    expect(trust.signatures.map(({ signer }) => signer?.kind).sort()).toEqual([
      "certificate",
      "key",
    ]);
  });

  it.each([
    ["another workflow", { workflow: "other.yml" }],
    ["another repository of that name", { "repository-id": "7" }],
    ["another ref", { refs: ["refs/tags/**"] }],
    ["another runner", { runner: "self-hosted" }],
  ])("is not met by %s", async (_, github) => {
    expect((await verify(github)).isAccepted).toBe(false);
  });

  it("is not met without a trusted root, and the report says that nothing was verified", async () => {
    const trust = await verify({}, { "trusted-roots": [] });
    expect(trust.isAccepted).toBe(false);
    const keyless = trust.signatures.find(({ format }) => format === "sigstore-bundle");
    expect(keyless?.result).not.toBe("verified");
  });

  it("is not met once the certificate is denied", async () => {
    const { signatures } = await verify({});
    const signer = signatures.find((one) => one.signer?.kind === "certificate")?.signer;
    expect(signer?.claims?.certificateSha256).toMatch(/^[0-9a-f]{64}$/);
    const deny = { identities: [signer?.name ?? ""] };
    expect((await verify({}, { deny })).isAccepted).toBe(false);
  });
});
