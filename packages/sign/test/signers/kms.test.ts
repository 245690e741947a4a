import {
  createHash,
  createVerify,
  generateKeyPairSync,
  type KeyObject,
  sign as signDigest,
} from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { isKmsUri, openKmsKey, type Signer } from "../../src/index.ts";
import { signAwsRequest } from "../../src/signers/kms/aws-sigv4.ts";
import {
  type Loopback,
  type LoopbackAnswer,
  type LoopbackRequest,
  startLoopback,
} from "../loopback.ts";

// Servers that answer as the services' documents say, and check what they are asked. The real services
// were not asked.
const bytes = Buffer.from("what is signed");
let server: Loopback;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plimsoll-kms-"));
  return () => rm(folder, { recursive: true, force: true });
});
afterEach(() => server.close());

const curves = ["P-256", "P-384", "P-521"] as const;
type Kind = (typeof curves)[number] | "rsa";
const digestBits: Record<Kind, number> = { "P-256": 256, "P-384": 384, "P-521": 512, rsa: 256 };

function createPair(kind: Kind) {
  return kind === "rsa"
    ? generateKeyPairSync("rsa", { modulusLength: 2048 })
    : generateKeyPairSync("ec", { namedCurve: kind });
}

/**
 * Signs a digest as a service does that never sees the bytes. Node signs bytes alone, so the digest that
 * was sent is compared with that of the bytes.
 */
function signSent(
  sent: string,
  kind: Kind,
  key: KeyObject,
  dsaEncoding: "der" | "ieee-p1363" = "der",
) {
  const name = `sha${digestBits[kind]}`;
  expect(Buffer.from(sent, "base64")).toEqual(hashOf(name));
  return signDigest(name, bytes, { key, dsaEncoding });
}

function hashOf(name: string): Buffer {
  return createHash(name).update(bytes).digest();
}

async function expectGood(signer: Signer, kind: Kind, publicKey: KeyObject) {
  expect(signer.publicKey.keyObject.equals(publicKey)).toBe(true);
  const signature = await signer.sign(bytes);
  const verify = createVerify(`sha${digestBits[kind]}`).update(bytes);
  expect(verify.verify(publicKey, signature)).toBe(true);
}

describe("a key in AWS KMS", () => {
  const env = {
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    AWS_REGION: "eu-central-1",
  };
  const now = () => Date.parse("2026-11-25T12:00:00Z");

  function answerKms(
    { body, headers, method, path }: LoopbackRequest,
    kind: Kind,
    pair: { privateKey: KeyObject; publicKey: KeyObject },
    token?: string,
  ): LoopbackAnswer {
    expect([method, path]).toEqual(["POST", "/"]);
    const expected = signAwsRequest(
      {
        ...{ method, url: new URL(`${server.url}/`), body, region: "eu-central-1", service: "kms" },
        headers: {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": String(headers["x-amz-target"]),
        },
        now: now(),
      },
      {
        accessKeyId: env.AWS_ACCESS_KEY_ID,
        secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
        sessionToken: token,
      },
    );
    expect(headers).toMatchObject(expected);
    const input = JSON.parse(body);
    expect(input.KeyId).toBe("alias/release");
    if (headers["x-amz-target"] === "TrentService.GetPublicKey") {
      const spki = pair.publicKey.export({ format: "der", type: "spki" });
      return { body: { PublicKey: spki.toString("base64") } };
    }
    expect(headers["x-amz-target"]).toBe("TrentService.Sign");
    const family = kind === "rsa" ? "RSASSA_PKCS1_V1_5" : "ECDSA";
    expect(input).toMatchObject({
      MessageType: "DIGEST",
      SigningAlgorithm: `${family}_SHA_${digestBits[kind]}`,
    });
    const signature = signSent(input.Message, kind, pair.privateKey);
    return { body: { Signature: signature.toString("base64") } };
  }

  it.each([...curves, "rsa"] as const)(
    "signs with %s, every request signed by SigV4",
    async (kind) => {
      const pair = createPair(kind);
      server = await startLoopback((request) => answerKms(request, kind, pair));
      const signer = await openKmsKey(`awskms://${server.host}/alias/release`, { env, now });
      await expectGood(signer, kind, pair.publicKey);
    },
  );

  it("exchanges a web identity token for credentials", async () => {
    const pair = createPair("P-256");
    const token = join(folder, "aws-token");
    await writeFile(token, "web-identity\n");
    server = await startLoopback((request) => {
      if (!request.body.startsWith("Action=")) return answerKms(request, "P-256", pair, "session");
      expect(Object.fromEntries(new URLSearchParams(request.body))).toEqual({
        Action: "AssumeRoleWithWebIdentity",
        Version: "2011-06-15",
        RoleArn: "arn:aws:iam::1:role/release",
        RoleSessionName: "plimsoll",
        WebIdentityToken: "web-identity",
      });
      return {
        body: `<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>
          <SessionToken>session</SessionToken><SecretAccessKey>${env.AWS_SECRET_ACCESS_KEY}</SecretAccessKey>
          <AccessKeyId>${env.AWS_ACCESS_KEY_ID}</AccessKeyId></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`,
      };
    });
    const signer = await openKmsKey(`awskms://${server.host}/alias/release`, {
      env: {
        AWS_REGION: env.AWS_REGION,
        AWS_WEB_IDENTITY_TOKEN_FILE: token,
        AWS_ROLE_ARN: "arn:aws:iam::1:role/release",
        AWS_ENDPOINT_URL_STS: server.url,
      },
      now,
    });
    await expectGood(signer, "P-256", pair.publicKey);
  });

  it("takes the region from an ARN, and says when there are no credentials", async () => {
    server = await startLoopback(() => ({ body: {} }));
    const arn = "awskms:///arn:aws:kms:us-east-1:1:key/2";
    await expect(openKmsKey(arn, { env: {} })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    await expect(openKmsKey("awskms:///alias/x", { env: {} })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
  });
});

describe("a key in Google Cloud KMS", () => {
  const key = "projects/p/locations/global/keyRings/r/cryptoKeys/k";
  const answerKms = (
    { path, headers, body }: LoopbackRequest,
    kind: Kind,
    pair: { privateKey: KeyObject; publicKey: KeyObject },
  ): LoopbackAnswer => {
    expect(headers.authorization).toBe("Bearer ya29.token");
    if (path === `/v1/${key}/cryptoKeyVersions?filter=state%3DENABLED&pageSize=1000`) {
      const names = [2, 10, 9].map((n) => ({ name: `${key}/cryptoKeyVersions/${n}` }));
      return { body: { cryptoKeyVersions: names } };
    }
    if (path === `/v1/${key}/cryptoKeyVersions/10/publicKey`) {
      const pem = pair.publicKey.export({ format: "pem", type: "spki" });
      return { body: { pem, algorithm: "EC_SIGN_P256_SHA256" } };
    }
    expect(path).toBe(`/v1/${key}/cryptoKeyVersions/10:asymmetricSign`);
    const sent = JSON.parse(body).digest[`sha${digestBits[kind]}`];
    return { body: { signature: signSent(sent, kind, pair.privateKey).toString("base64") } };
  };
  const at = () => ({ CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDKMS: server.url });

  it.each(["P-256", "P-384", "rsa"] as const)(
    "signs with %s, by its newest version",
    async (kind) => {
      const pair = createPair(kind);
      server = await startLoopback((request) => answerKms(request, kind, pair));
      const env = { ...at(), GOOGLE_OAUTH_ACCESS_TOKEN: "ya29.token" };
      await expectGood(await openKmsKey(`gcpkms://${key}`, { env }), kind, pair.publicKey);
      const named = await openKmsKey(`gcpkms://${key}/versions/10`, { env });
      await expectGood(named, kind, pair.publicKey);
    },
  );

  it("logs in as a service account by a token that it signs itself", async () => {
    const pair = createPair("P-256");
    const account = generateKeyPairSync("rsa", { modulusLength: 2048 });
    server = await startLoopback((request) => {
      if (request.path !== "/token") return answerKms(request, "P-256", pair);
      const form = new URLSearchParams(request.body);
      expect(form.get("grant_type")).toBe("urn:ietf:params:oauth:grant-type:jwt-bearer");
      const [head, claims, signature] = form.get("assertion")!.split(".");
      const verify = createVerify("sha256").update(`${head}.${claims}`);
      expect(verify.verify(account.publicKey, signature!, "base64url")).toBe(true);
      expect(JSON.parse(Buffer.from(claims!, "base64url").toString())).toMatchObject({
        iss: "ci@p.iam.gserviceaccount.com",
        aud: `${server.url}/token`,
      });
      return { body: { access_token: "ya29.token" } };
    });
    const file = join(folder, "account.json");
    const credentials = {
      type: "service_account",
      client_email: "ci@p.iam.gserviceaccount.com",
      private_key: account.privateKey.export({ format: "pem", type: "pkcs8" }),
      token_uri: `${server.url}/token`,
    };
    await writeFile(file, JSON.stringify(credentials));
    const env = { ...at(), GOOGLE_APPLICATION_CREDENTIALS: file };
    await expectGood(await openKmsKey(`gcpkms://${key}`, { env }), "P-256", pair.publicKey);
  });

  it("logs in by workload identity federation, as GitHub's jobs do", async () => {
    const pair = createPair("P-256");
    server = await startLoopback((request) => {
      const { path, headers, body } = request;
      if (path === "/oidc") {
        expect(headers.authorization).toBe("Bearer job-secret");
        return { body: { value: "job-token" } };
      }
      if (path === "/sts") {
        expect(new URLSearchParams(body).get("subject_token")).toBe("job-token");
        return { body: { access_token: "federated" } };
      }
      if (path === "/impersonate") {
        expect(headers.authorization).toBe("Bearer federated");
        return { body: { accessToken: "ya29.token" } };
      }
      return answerKms(request, "P-256", pair);
    });
    const file = join(folder, "federation.json");
    const credentials = {
      type: "external_account",
      audience: "//iam.googleapis.com/projects/1/x",
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
      token_url: `${server.url}/sts`,
      service_account_impersonation_url: `${server.url}/impersonate`,
      credential_source: {
        url: `${server.url}/oidc`,
        headers: { Authorization: "Bearer job-secret" },
        format: { type: "json", subject_token_field_name: "value" },
      },
    };
    await writeFile(file, JSON.stringify(credentials));
    const env = { ...at(), GOOGLE_APPLICATION_CREDENTIALS: file };
    await expectGood(await openKmsKey(`gcpkms://${key}`, { env }), "P-256", pair.publicKey);
  });

  it("asks the machine's metadata service otherwise", async () => {
    const pair = createPair("P-256");
    server = await startLoopback((request) => {
      if (!request.path.startsWith("/computeMetadata/")) return answerKms(request, "P-256", pair);
      expect(request.headers["metadata-flavor"]).toBe("Google");
      return { body: { access_token: "ya29.token" } };
    });
    const env = { ...at(), GCE_METADATA_HOST: server.host };
    await expectGood(await openKmsKey(`gcpkms://${key}`, { env }), "P-256", pair.publicKey);
  });
});

describe("a key in Azure Key Vault", () => {
  const version = "0123456789abcdef0123456789abcdef";
  const answerVault = (
    { path, headers, body }: LoopbackRequest,
    kind: Kind,
    pair: { privateKey: KeyObject; publicKey: KeyObject },
  ): LoopbackAnswer => {
    expect(headers.authorization).toBe("Bearer entra");
    if (path === "/keys/release?api-version=7.4") {
      const jwk = pair.publicKey.export({ format: "jwk" });
      const kty = `${jwk.kty}-HSM`;
      return { body: { key: { ...jwk, kty, kid: `https://v/keys/release/${version}` } } };
    }
    expect(path).toBe(`/keys/release/${version}/sign?api-version=7.4`);
    const { alg, value } = JSON.parse(body);
    expect(alg).toBe(`${kind === "rsa" ? "RS" : "ES"}${digestBits[kind]}`);
    const digest = Buffer.from(value, "base64url").toString("base64");
    const signature = signSent(digest, kind, pair.privateKey, "ieee-p1363");
    return { body: { value: signature.toString("base64url") } };
  };

  it.each([...curves, "rsa"] as const)("signs with %s, and gives DER", async (kind) => {
    const pair = createPair(kind);
    server = await startLoopback((request) => answerVault(request, kind, pair));
    const env = { AZURE_ACCESS_TOKEN: "entra" };
    const signer = await openKmsKey(`azurekms://${server.host}/release`, { env });
    await expectGood(signer, kind, pair.publicKey);
  });

  it.each([
    ["a secret", { AZURE_CLIENT_SECRET: "s3cret" }, { client_secret: "s3cret" }],
    ["a federated token", { AZURE_FEDERATED_TOKEN_FILE: "" }, { client_assertion: "federated" }],
  ])("logs in with %s", async (_what, given, sent) => {
    const pair = createPair("P-256");
    server = await startLoopback((request) => {
      if (request.path !== "/tenant/oauth2/v2.0/token") return answerVault(request, "P-256", pair);
      expect(Object.fromEntries(new URLSearchParams(request.body))).toMatchObject({
        grant_type: "client_credentials",
        client_id: "client",
        scope: "https://vault.azure.net/.default",
        ...sent,
      });
      return { body: { access_token: "entra" } };
    });
    const file = join(folder, "azure-token");
    await writeFile(file, "federated");
    const env = {
      ...{ AZURE_TENANT_ID: "tenant", AZURE_CLIENT_ID: "client", AZURE_AUTHORITY_HOST: server.url },
      ...given,
      ...("AZURE_FEDERATED_TOKEN_FILE" in given && { AZURE_FEDERATED_TOKEN_FILE: file }),
    };
    const signer = await openKmsKey(`azurekms://${server.host}/release`, { env });
    await expectGood(signer, "P-256", pair.publicKey);
  });
});

describe("a key in Vault", () => {
  const answerVault = (
    { path, headers, body }: LoopbackRequest,
    kind: Kind,
    pair: { privateKey: KeyObject; publicKey: KeyObject },
  ): LoopbackAnswer => {
    expect(headers).toMatchObject({ "x-vault-token": "hvs.token", "x-vault-namespace": "team" });
    if (path === "/v1/transit/keys/release") {
      const pem = pair.publicKey.export({ format: "pem", type: "spki" });
      const keys = { 1: { public_key: "old" }, 2: { public_key: pem } };
      return { body: { data: { latest_version: 2, keys } } };
    }
    expect(path).toBe("/v1/transit/sign/release");
    const { input, ...rest } = JSON.parse(body);
    expect(rest).toEqual({
      key_version: 2,
      prehashed: true,
      hash_algorithm: `sha2-${digestBits[kind]}`,
      ...(kind === "rsa" ? { signature_algorithm: "pkcs1v15" } : { marshaling_algorithm: "asn1" }),
    });
    const signature = signSent(input, kind, pair.privateKey);
    return { body: { data: { signature: `vault:v2:${signature.toString("base64")}` } } };
  };
  const env = () => ({
    VAULT_ADDR: server.url,
    VAULT_TOKEN: "hvs.token",
    VAULT_NAMESPACE: "team",
  });

  it.each([...curves, "rsa"] as const)("signs with %s, by its newest version", async (kind) => {
    const pair = createPair(kind);
    server = await startLoopback((request) => answerVault(request, kind, pair));
    const signer = await openKmsKey("hashivault://release", { env: env() });
    await expectGood(signer, kind, pair.publicKey);
  });

  it("signs with Ed25519, whose key comes without PEM", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    server = await startLoopback(({ path, body }) => {
      if (path === "/v1/engine/keys/release") {
        const x = publicKey.export({ format: "jwk" }).x!;
        const public_key = Buffer.from(x, "base64url").toString("base64");
        return { body: { data: { latest_version: 1, keys: { 1: { public_key } } } } };
      }
      const input = Buffer.from(JSON.parse(body).input, "base64");
      const signature = signDigest(null, input, privateKey).toString("base64");
      return { body: { data: { signature: `vault:v1:${signature}` } } };
    });
    const signer = await openKmsKey("hashivault://release", {
      env: { ...env(), TRANSIT_SECRET_ENGINE_PATH: "/engine/" },
    });
    expect(signer.publicKey.algorithm).toBe("ed25519");
    expect(await signer.sign(bytes)).toEqual(signDigest(null, bytes, privateKey));
  });

  it("gives out no signature that its public key does not verify", async () => {
    const pair = createPair("P-256");
    const other = createPair("P-256");
    server = await startLoopback((request) =>
      answerVault(request, "P-256", { ...pair, privateKey: other.privateKey }),
    );
    const signer = await openKmsKey("hashivault://release", { env: env() });
    await expect(signer.sign(bytes)).rejects.toMatchObject({ code: "SIGNATURE_INVALID" });
  });
});

describe("the name of a key", () => {
  it.each([
    ...["awskms://", "awskms:///", "gcpkms://projects/p/k", "gcpkms://projects/../x"],
    ...[
      "azurekms://host",
      "azurekms://host/../x",
      "hashivault://..",
      "hashivault://a/b",
      "k8s://x",
    ],
  ])("is refused when it is %s", async (uri) => {
    server = await startLoopback(() => ({ body: {} }));
    await expect(openKmsKey(uri, { env: { VAULT_ADDR: server.url } })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
    expect(server.requests).toEqual([]);
  });

  it("is told from the path of a file", async () => {
    server = await startLoopback(() => ({ body: {} }));
    expect(isKmsUri("awskms:///alias/x")).toBe(true);
    expect(isKmsUri("keys/awskms.pem")).toBe(false);
  });
});
