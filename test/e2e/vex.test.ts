import { createPrivateKey, sign } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packImage } from "@plimsoll/image";
import { generateKeyPair } from "@plimsoll/sign";
import { check } from "plimsoll";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../../packages/plimsoll/test/cli/test-io.ts";
import { type RegistryServer, startRegistry } from "../support/src/registry.ts";
import { digestOf } from "../support/src/registry-store.ts";

const bundleType = "application/vnd.dev.sigstore.bundle.v0.3+json";
const envelopeType = "application/vnd.dsse.envelope.v1+json";
const statementType = "application/vnd.in-toto+json";
const predicateType = "https://openvex.dev/ns/v0.2.0";

let folder: string;
let registry: RegistryServer;
let baseDigest: string;
const keys = { ours: generateKeyPair(), other: generateKeyPair() };
const at = (name: string) => join(folder, name);
const config = (key: "ours" | "other" | undefined, rest: object = {}) => ({
  cache: { enabled: false },
  trust: { keys: key ? [at(`${key}.pub`)] : [] },
  ...rest,
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plimsoll-vex-"));
  registry = await startRegistry();
  for (const [name, pair] of Object.entries(keys)) {
    await writeFile(at(`${name}.pub`), (await pair).publicKey);
    await writeFile(at(`${name}.key`), (await pair).privateKey);
  }
  baseDigest = push("acme/base", [osLayer]);
});
afterAll(async () => {
  await registry.close();
  await rm(folder, { recursive: true, force: true });
});

const packageFile = (path: string, name: string, version: string) => ({
  path: `${path}/node_modules/${name}/package.json`,
  content: JSON.stringify({ name, version }),
});
const osLayer = { entries: [packageFile("usr/lib", "minimist", "0.0.8")] };
const appLayer = { entries: [packageFile("app", "lodash", "4.17.4")] };

/** Pushes an image and gives its digest. */
function push(name: string, layers: { entries: { path: string; content: string }[] }[]): string {
  const repository = registry.repository(name);
  const packed = packImage({ layers });
  for (const blob of [packed.config, ...packed.layers.map(({ bytes }) => bytes)]) {
    repository.putBlob(blob);
  }
  repository.putManifest(packed.manifest, packed.mediaType, "1");
  return digestOf(packed.manifest);
}

/** A DSSE envelope around an OpenVEX statement that clears everything in the image `digest`. */
async function envelope(digest: string, signer: "ours" | "other", subject = digest) {
  const predicate = {
    "@context": predicateType,
    "@id": "https://acme.example/vex/9",
    author: "Acme Security",
    timestamp: "2026-03-04T05:06:07Z",
    version: 1,
    statements: ["CVE-2019-10744", "CVE-2021-44906"].map((name) => ({
      vulnerability: { name },
      products: [{ "@id": `pkg:oci/any@${encodeURIComponent(digest)}` }],
      status: "not_affected",
      justification: "vulnerable_code_not_in_execute_path",
    })),
  };
  const statement = {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: "image", digest: { sha256: subject.slice(7) } }],
    predicateType,
    predicate,
  };
  const payload = Buffer.from(JSON.stringify(statement));
  const head = `DSSEv1 ${statementType.length} ${statementType} ${payload.length} `;
  const key = createPrivateKey((await keys[signer]).privateKey);
  const signature = sign("sha256", Buffer.concat([Buffer.from(head), payload]), key);
  return {
    payload: payload.toString("base64"),
    payloadType: statementType,
    signatures: [{ sig: signature.toString("base64") }],
  };
}

function attach(name: string, blob: object, mediaType: string, rest: object, tag?: string): void {
  const repository = registry.repository(name);
  const bytes = Buffer.from(JSON.stringify(blob));
  repository.putBlob(bytes);
  repository.putBlob(Buffer.from("{}"));
  const manifest = {
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: {
      mediaType: "application/vnd.oci.empty.v1+json",
      digest: digestOf(Buffer.from("{}")),
      size: 2,
    },
    layers: [
      { mediaType, digest: digestOf(bytes), size: bytes.length, annotations: { predicateType } },
    ],
    ...rest,
  };
  repository.putManifest(Buffer.from(JSON.stringify(manifest)), manifest.mediaType, tag);
}

/** As cosign before bundles: a layer of the tag `sha256-….att`. */
async function attachByTag(
  name: string,
  digest: string,
  signer: "ours" | "other",
  subject?: string,
) {
  const blob = await envelope(digest, signer, subject);
  attach(name, blob, envelopeType, {}, `${digest.replace(":", "-")}.att`);
}

/** As cosign 3: a Sigstore bundle that refers to the image. */
async function attachBundle(name: string, digest: string, signer: "ours" | "other") {
  const blob = {
    mediaType: bundleType,
    verificationMaterial: { publicKey: { hint: "any" } },
    dsseEnvelope: await envelope(digest, signer),
  };
  attach(name, blob, bundleType, {
    artifactType: bundleType,
    subject: { mediaType: "application/vnd.oci.image.manifest.v1+json", digest, size: 1 },
    annotations: { "dev.sigstore.bundle.predicateType": predicateType },
  });
}

/** As Docker: an envelope that refers to the image. */
async function attachEnvelope(name: string, digest: string, signer: "ours" | "other") {
  attach(name, await envelope(digest, signer), "application/vnd.in-toto.openvex+dsse", {
    artifactType: "application/vnd.in-toto+json",
    subject: { mediaType: "application/vnd.oci.image.manifest.v1+json", digest, size: 1 },
    annotations: { "in-toto.io/predicate-type": predicateType },
  });
}

async function statusOf(name: string, settings: object): Promise<Record<string, string>> {
  const report = await check(`${registry.host}/${name}:1`, {
    config: { registry: { insecure: [registry.host] }, ...settings },
    parts: ["packages", "vulnerabilities"],
  });
  expect(report.incomplete).toEqual([]);
  return Object.fromEntries([
    ...report.findings.flatMap(({ vulnerability, status }) =>
      vulnerability ? [[vulnerability.id, status]] : [],
    ),
    ...report.findings
      .filter(({ rule }) => rule === "vex-not-applied")
      .map(({ description }) => ["note", description]),
  ]);
}

describe("a VEX attestation beside an image", () => {
  it.each([
    ["under cosign's tag", attachByTag],
    ["in a Sigstore bundle", attachBundle],
    ["in an envelope of its own", attachEnvelope],
  ])("is applied %s when a key of the configuration signed it", async (how, attachIt) => {
    const name = `acme/${how.replace(/\W+/g, "-").toLowerCase()}`;
    const digest = push(name, [appLayer]);
    await attachIt(name, digest, "ours");
    expect(await statusOf(name, config("ours"))).toMatchObject({ "CVE-2019-10744": "suppressed" });

    const other = await statusOf(name, config("other"));
    expect(other["CVE-2019-10744"]).toBe("fail");
    expect(other.note).toContain("The given key did not make it");

    expect((await statusOf(name, config(undefined)))["CVE-2019-10744"]).toBe("fail");
    const trusting = config("other", { vex: { "trust-unsigned": true } });
    expect((await statusOf(name, trusting))["CVE-2019-10744"]).toBe("suppressed");
  });

  it("does not count for an image that it was not made for, whoever signed it", async () => {
    const digest = push("acme/moved", [appLayer, { entries: [] }]);
    await attachByTag("acme/moved", digest, "ours", baseDigest);
    const found = await statusOf("acme/moved", config("ours"));
    expect(found["CVE-2019-10744"]).toBe("fail");
    expect(found.note).toContain("the image is not among its subjects");
  });

  it("is not looked for where nobody could trust it", async () => {
    push("acme/plain", [appLayer]);
    const before = registry.requests.length;
    await statusOf("acme/plain", config(undefined));
    const asked = registry.requests.slice(before).map(({ path }) => path);
    expect(asked.filter((path) => /referrers|\.att/.test(path))).toEqual([]);
  });

  it("is read by plimsoll scan with --key", async () => {
    const digest = push("acme/scanned", [appLayer]);
    await attachByTag("acme/scanned", digest, "ours");
    const { out } = await run(
      "scan",
      `${registry.host}/acme/scanned:1`,
      "--insecure",
      registry.host,
      "--no-cache",
      "--key",
      at("ours.pub"),
      "--format",
      "openvex",
    );
    const cleared = JSON.parse(out).statements.filter(
      ({ status }: { status: string }) => status === "not_affected",
    );
    expect(cleared).toMatchObject([
      { status_notes: "As Acme Security says in https://acme.example/vex/9" },
    ]);
  });
});

describe("a VEX attestation beside the base image", () => {
  it("speaks of what the base image brought, and of nothing else", async () => {
    await attachByTag("acme/base", baseDigest, "ours");
    push("acme/shop", [osLayer, appLayer]);
    const settings = config("ours", { base: `${registry.host}/acme/base:1` });
    expect(await statusOf("acme/shop", settings)).toMatchObject({
      "CVE-2021-44906": "suppressed",
      "CVE-2019-10744": "fail",
    });
  });
});
