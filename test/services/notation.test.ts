import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createRegistryClient, parseReference, type RegistryClient } from "@plimsoll/registry";
import {
  loadNotationStores,
  type NotationTrust,
  type SignOptions,
  signImage,
} from "@plimsoll/sign";
import { type RegistryServer, startRegistry } from "@plimsoll/test-support/registry";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatPem } from "../../packages/sign/src/encoding/pem.ts";
import { discoverNotation } from "../../packages/sign/src/notation/discover-notation.ts";
import {
  crlAt,
  extendedKeyUsage,
  type Issued,
  issue,
  type KeyKind,
  keyOf,
  keyUsage,
  leafExtensions,
  ocspAt,
  purposes,
  signerName,
  toPrivateKey,
  tsaExtensions,
} from "../../packages/sign/test/notation/pki.ts";

// The oracle is the real notation, over a real registry with referrers tags (and over one with the
// referrers API where there is one), and over the in-memory registry; with real authorities for
// timestamps, OCSP and CRLs, which are OpenSSL behind a few lines of HTTP.
const notation = process.env.PLIMSOLL_TEST_NOTATION;
const plain = process.env.PLIMSOLL_TEST_REGISTRY_PLAIN;
const withReferrers = process.env.PLIMSOLL_TEST_REGISTRY_REFERRERS;
const isReady = notation !== undefined;
if (!isReady) {
  console.log("Skipped: notation needs PLIMSOLL_TEST_NOTATION (path of notation).");
}

const formats = ["jws", "cose"] as const;
type Format = (typeof formats)[number];
const kinds: readonly KeyKind[] = [2048, 3072, 4096, "P-256", "P-384", "P-521"];

const run = promisify(execFile);
/** HOME of notation, and the working directory of OpenSSL. */
let folder: string;
let memory: RegistryServer;
let client: RegistryClient;
let authorities: Server;
let origin: string;
let root: Issued;
let tsaRoot: Issued;
/** What the CRL's address answers. */
let crl = Buffer.alloc(0);
let count = 0;

interface Outcome {
  ok: boolean;
  output: string;
}

async function notate(...parameters: string[]): Promise<Outcome> {
  count += 1;
  const environment = {
    HOME: folder,
    XDG_CONFIG_HOME: folder,
    // A new one each time: notation keeps CRLs.
    XDG_CACHE_HOME: join(folder, `cache-${count}`),
    NO_PROXY: "127.0.0.1",
    PATH: "/usr/bin",
  };
  try {
    const options = { cwd: folder, timeout: 60_000, env: environment };
    const { stdout, stderr } = await run(notation!, parameters, options);
    return { ok: true, output: stdout + stderr };
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    return { ok: false, output: `${stdout}${stderr}` };
  }
}

const openssl = (...parameters: string[]) => run("openssl", parameters, { cwd: folder });
const pemOf = ({ der }: Issued) => formatPem("CERTIFICATE", der);
const keyPem = ({ key }: Issued) => key.export({ format: "pem", type: "pkcs8" }).toString();

const types = { tsa: "timestamp-reply", ocsp: "ocsp-response", crl: "pkix-crl" } as const;

/** OpenSSL answers. A question for OCSP may be in the path (RFC 6960, A.1), as notation has it. */
async function answer(authority: string, body: Buffer): Promise<Buffer> {
  if (authority === "crl") return crl;
  count += 1;
  const query = join(folder, `${count}.query`);
  const reply = join(folder, `${count}.reply`);
  await writeFile(query, body);
  if (authority === "tsa") {
    await openssl("ts", "-reply", "-config", "tsa.cnf", "-queryfile", query, "-out", reply);
  } else {
    const about = ["-index", "index.txt", "-CA", "root.pem", "-rsigner", "ocsp.pem"];
    const how = ["-rkey", "ocsp.key", "-nmin", "5", "-reqin", query, "-respout", reply];
    await openssl("ocsp", ...about, ...how);
  }
  return readFile(reply);
}

async function startAuthorities(): Promise<void> {
  authorities = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const [, authority = "", query = ""] = (request.url ?? "").split("/");
    try {
      if (!(authority in types)) throw new Error(`there is no ${authority}`);
      const inPath = Buffer.from(decodeURIComponent(query), "base64");
      const body = request.method === "GET" ? inPath : Buffer.concat(chunks);
      const bytes = await answer(authority, body);
      const contentType = `application/${types[authority as keyof typeof types]}`;
      response.writeHead(200, { "content-type": contentType }).end(bytes);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise<void>((done) => authorities.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(authorities.address() as AddressInfo).port}`;
}

/** Files that OpenSSL's authorities read. */
async function writeAuthorities(): Promise<void> {
  const tsa = issue({
    subject: ["O=Clock", "CN=Stamp"],
    issuer: tsaRoot,
    extensions: tsaExtensions,
    key: keyOf(2048, "tsa"),
  });
  const ocsp = issue({
    subject: ["O=Acme", "CN=Responder"],
    issuer: root,
    extensions: [keyUsage([0]), extendedKeyUsage([purposes.ocspSigning])],
  });
  const files = {
    "tsa.pem": pemOf(tsa),
    "tsa.key": keyPem(tsa),
    "tsa-root.pem": pemOf(tsaRoot),
    "root.pem": pemOf(root),
    "root.key": keyPem(root),
    "ocsp.pem": pemOf(ocsp),
    "ocsp.key": keyPem(ocsp),
    "index.txt": "",
    "index.txt.attr": "unique_subject = no\n",
    serial: "01\n",
    crlnumber: "01\n",
    "tsa.cnf": [
      "[tsa]\ndefault_tsa = config\n[config]\nserial = serial\ncrypto_device = builtin",
      "signer_cert = tsa.pem\ncerts = tsa-root.pem\nsigner_key = tsa.key\nsigner_digest = sha256",
      "default_policy = 1.2.3.4\ndigests = sha256, sha384, sha512\naccuracy = secs:1",
      "ordering = yes\ntsa_name = yes\ness_cert_id_chain = no\ness_cert_id_alg = sha256\n",
    ].join("\n"),
    "ca.cnf": [
      "[ca]\ndefault_ca = config\n[config]\ndatabase = index.txt\ncrlnumber = crlnumber",
      "certificate = root.pem\nprivate_key = root.key\ndefault_md = sha256\ndefault_crl_days = 1\n",
    ].join("\n"),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}

/** What OpenSSL's responder says of a certificate: one line of its database. */
async function record(issued: Issued, isRevoked: boolean): Promise<void> {
  const time = (at: number) => new Date(at).toISOString().replace(/^..|[-:T]|\.\d+/g, "");
  const now = Date.now();
  const revokedAt = isRevoked ? time(now - 60_000) : "";
  const serial = issued.serial.toString("hex").toUpperCase();
  const line = [isRevoked ? "R" : "V", time(now + 1e9), revokedAt, serial, "unknown", "/CN=x"];
  const database = join(folder, "index.txt");
  await writeFile(database, `${await readFile(database, "utf8")}${line.join("\t")}\n`);
}

async function updateCrl(): Promise<void> {
  await openssl("ca", "-gencrl", "-config", "ca.cnf", "-out", "crl.pem");
  await openssl("crl", "-in", "crl.pem", "-outform", "DER", "-out", "crl.der");
  crl = await readFile(join(folder, "crl.der"));
}

/** Tells notation of a signer's key, under a name of its own. */
async function addKey(leaf: Issued): Promise<string> {
  count += 1;
  const name = `key-${count}`;
  const paths = { keyPath: join(folder, `${name}.key`), certPath: join(folder, `${name}.pem`) };
  await writeFile(paths.keyPath, keyPem(leaf));
  await writeFile(paths.certPath, pemOf(leaf) + pemOf(root));
  const file = join(folder, "notation", "signingkeys.json");
  await writeFile(file, JSON.stringify({ default: name, keys: [{ name, ...paths }] }));
  return name;
}

async function writePolicy(hasTimestamps: boolean): Promise<void> {
  const policy = {
    version: "1.0",
    trustPolicies: [
      {
        name: "all",
        registryScopes: ["*"],
        signatureVerification: { level: "strict", verifyTimestamp: "always" },
        trustStores: hasTimestamps ? ["ca:acme", "tsa:clock"] : ["ca:acme"],
        trustedIdentities: ["x509.subject: C=US, ST=WA, O=Acme"],
      },
    ],
  };
  const file = join(folder, "notation", "trustpolicy.json");
  await writeFile(file, JSON.stringify(policy), { mode: 0o600 });
}

async function trustOf(hasTimestamps: boolean): Promise<NotationTrust> {
  const stores = await loadNotationStores(join(folder, "notation"));
  return {
    stores: stores.filter(({ kind }) => kind === "ca" || hasTimestamps),
    identities: ["C=US, ST=WA, O=Acme"],
    level: "strict",
    verifyTimestamp: "always",
  };
}

async function pushImage(host: string): Promise<{ image: string; digest: string }> {
  count += 1;
  const name = `${host}/plimsoll/notation-${process.pid}-${count}`;
  const reference = parseReference(`${name}:1`);
  const config = await client.putBlob(reference, Buffer.from(JSON.stringify({ count })));
  const manifestType = "application/vnd.oci.image.manifest.v1+json";
  const manifest = {
    schemaVersion: 2,
    mediaType: manifestType,
    config: { mediaType: "application/vnd.oci.image.config.v1+json", ...config },
    layers: [],
    annotations: { unique: createHash("sha256").update(name).digest("hex") },
  };
  const bytes = Buffer.from(JSON.stringify(manifest));
  const { digest } = await client.putManifest(reference, bytes, manifestType);
  return { image: `${name}@${digest}`, digest };
}

async function verifyOurs(image: string, hasTimestamps = false) {
  const reference = parseReference(image);
  const digest = reference.digest!;
  const question = {
    digest,
    repository: "",
    tag: undefined,
    keys: [],
    notation: await trustOf(hasTimestamps),
  };
  return (await discoverNotation({ client, reference, question, signal: undefined })).signatures;
}

function signOurs(image: string, leaf: Issued, format: Format, more: Partial<SignOptions> = {}) {
  return signImage({
    client,
    reference: image,
    key: toPrivateKey(leaf.key),
    certificates: [leaf.der, root.der],
    format: `notation-${format}`,
    annotations: { commit: "4f1d2c" },
    ...more,
  });
}

async function signTheirs(image: string, leaf: Issued, format: Format, ...more: string[]) {
  const key = await addKey(leaf);
  const how = ["--signature-format", format, "--key", key, "--insecure-registry"];
  const outcome = await notate("sign", ...how, ...more, image);
  expect(outcome, outcome.output).toMatchObject({ ok: true });
}

async function verifyTheirs(image: string, hasTimestamps = false): Promise<Outcome> {
  await writePolicy(hasTimestamps);
  return notate("verify", "--insecure-registry", image);
}

function issueSigner(kind: KeyKind, extensions = leafExtensions): Issued {
  count += 1;
  const key = keyOf(kind, `signer ${count % 2}`);
  return issue({ subject: signerName, issuer: root, extensions, key });
}

beforeAll(async () => {
  if (!isReady) return;
  folder = await mkdtemp(join(tmpdir(), "plimsoll-notation-"));
  memory = await startRegistry();
  client = createRegistryClient({ insecure: [...real, memory.host] });
  root = issue({ subject: ["C=US", "O=Acme", "CN=Root"] });
  tsaRoot = issue({ subject: ["O=Clock", "CN=Clock Root"], key: keyOf(2048, "tsa root") });
  for (const [kind, name, issued] of [
    ["ca", "acme", root],
    ["tsa", "clock", tsaRoot],
  ] as const) {
    const store = join(folder, "notation", "truststore", "x509", kind, name);
    await mkdir(store, { recursive: true });
    await writeFile(join(store, "root.pem"), pemOf(issued));
  }
  await startAuthorities();
  await writeAuthorities();
});

afterAll(async () => {
  if (!isReady) return;
  authorities.close();
  authorities.closeAllConnections();
  await client.close();
  await memory.close();
  await rm(folder, { recursive: true, force: true });
});

const real = [plain, withReferrers].filter((host) => host !== undefined);
const places: [string, () => string][] = [
  ...real.map((host): [string, () => string] => [host, () => host]),
  ["the in-memory registry", () => memory.host],
];

describe.skipIf(!isReady).each(places)("over %s", (_, hostOf) => {
  describe.each(formats)("%s", (format) => {
    it.each(kinds)("notation verifies what we sign with a key %s", async (kind) => {
      const { image } = await pushImage(hostOf());
      await signOurs(image, issueSigner(kind), format);
      const outcome = await verifyTheirs(image);
      expect(outcome, outcome.output).toMatchObject({ ok: true });
    });

    it.each(kinds)("we verify what notation signs with a key %s", async (kind) => {
      const { image } = await pushImage(hostOf());
      await signTheirs(image, issueSigner(kind), format, "--expiry", "1h", "-m", "commit=4f1d2c");
      const [signature, ...more] = await verifyOurs(image);
      expect(signature, JSON.stringify(signature)).toMatchObject({
        format: `notation-${format}`,
        result: "verified",
        signer: { kind: "x509", name: "CN=Builder,O=Acme,ST=WA,C=US", issuer: "ca:acme" },
      });
      expect(more).toEqual([]);
    });

    it("we find that notation has signed with the same key, and sign no more", async () => {
      const { image } = await pushImage(hostOf());
      const leaf = issueSigner("P-256");
      await signTheirs(image, leaf, format, "-m", "commit=4f1d2c");
      expect(await signOurs(image, leaf, format)).toMatchObject({ wasSigned: true });
    });

    it("both refuse a signer that the trust store does not know", async () => {
      const { image } = await pushImage(hostOf());
      const stranger = issue({ subject: ["C=US", "ST=WA", "O=Acme", "CN=Stranger"] });
      const leaf = issue({ subject: signerName, issuer: stranger, extensions: leafExtensions });
      await signOurs(image, leaf, format, { certificates: [leaf.der, stranger.der] });
      expect((await verifyTheirs(image)).ok).toBe(false);
      expect(await verifyOurs(image)).toMatchObject([{ result: "failed" }]);
    });
  });
});

describe.skipIf(!isReady).each(formats)("with a timestamping authority, %s", (format) => {
  it("notation verifies our timestamp, always", async () => {
    const { image } = await pushImage(memory.host);
    const tsa = { url: `${origin}/tsa`, roots: [tsaRoot.der] };
    await signOurs(image, issueSigner("P-384"), format, { timestampAuthority: tsa });
    const outcome = await verifyTheirs(image, true);
    expect(outcome, outcome.output).toMatchObject({ ok: true });
    expect(await verifyOurs(image, true)).toMatchObject([
      { result: "verified", signer: { signedAt: expect.stringMatching(/Z$/) } },
    ]);
  });

  it("we verify notation's timestamp, always", async () => {
    const { image } = await pushImage(memory.host);
    const rootFile = join(folder, "tsa-root.pem");
    const flags = ["--timestamp-url", `${origin}/tsa`, "--timestamp-root-cert", rootFile];
    await signTheirs(image, issueSigner(3072), format, ...flags);
    const [signature] = await verifyOurs(image, true);
    expect(signature, JSON.stringify(signature)).toMatchObject({ result: "verified" });
  });

  it("both refuse a signature without one", async () => {
    const { image } = await pushImage(memory.host);
    await signOurs(image, issueSigner("P-256"), format);
    expect((await verifyTheirs(image, true)).ok).toBe(false);
    expect(await verifyOurs(image, true)).toMatchObject([{ result: "failed" }]);
  });
});

describe.skipIf(!isReady)("with authorities that revoke", () => {
  const byOcsp = () => issueSigner("P-256", [...leafExtensions, ocspAt(`${origin}/ocsp`)]);
  const byCrl = () => issueSigner("P-256", [...leafExtensions, crlAt(`${origin}/crl`)]);
  const byBoth = () =>
    issueSigner("P-256", [...leafExtensions, ocspAt(`${origin}/gone`), crlAt(`${origin}/crl`)]);

  it.each([
    ["an OCSP responder", byOcsp],
    ["a CRL", byCrl],
    ["a CRL, because no responder answers", byBoth],
  ])("both ask %s", async (_, make) => {
    const [good, bad] = [make(), make()];
    await record(good, false);
    await record(bad, true);
    await updateCrl();
    for (const [leaf, isGood] of [
      [good, true],
      [bad, false],
    ] as const) {
      const { image } = await pushImage(memory.host);
      await signOurs(image, leaf, "jws");
      const theirs = await verifyTheirs(image);
      expect(theirs, theirs.output).toMatchObject({ ok: isGood });
      const [ours] = await verifyOurs(image);
      expect(ours, JSON.stringify(ours)).toMatchObject({ result: isGood ? "verified" : "failed" });
      const check = ours?.checks.find(({ name }) => name === "revocation");
      expect(check?.reason).toMatch(isGood ? "No certificate was revoked" : "was revoked at");
    }
  });
});
