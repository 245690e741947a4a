import { parseReference } from "@plimsoll/registry";
import {
  createIdentityToken,
  type SigstoreServer,
  startSigstore,
} from "@plimsoll/test-support/sigstore";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  attestImage,
  customPredicate,
  listAttestations,
  predicateTypes,
  readPredicate,
  sbomPredicate,
  slsaProvenanceFromGitHub,
  verificationSummary,
  verifyImage,
} from "../../src/index.ts";
import { createKey } from "../keys.ts";
import { createMemoryRegistry, type MemoryRegistry, pushImage } from "../memory-registry.ts";
import { setUpKeyless } from "../sigstore.ts";
import { createReportFixture } from "./report.ts";

const app = parseReference("registry.example/lab/app:1");
const signer = createKey();
const predicate = sbomPredicate({ bomFormat: "CycloneDX", specVersion: "1.6" });
let sigstore: SigstoreServer;
let client: MemoryRegistry;
let digest: string;

beforeAll(async () => {
  sigstore = await startSigstore();
});
afterAll(() => sigstore.close());
beforeEach(async () => {
  client = createMemoryRegistry();
  digest = await pushImage(client, app);
});

const attested = async () =>
  listAttestations({
    ...{ client, reference: app, digest, keys: [signer.publicKey] },
    wants: () => true,
  });

describe.each(["bundle", "classic"] as const)("attestImage, in the format %s", (format) => {
  it("states something about the digest, for whoever has the key to verify", async () => {
    const done = await attestImage({ client, reference: app, digest, signer, predicate, format });
    expect(done).toMatchObject({
      reference: `registry.example/lab/app@${digest}`,
      predicateType: "https://cyclonedx.org/bom",
      wasSigned: false,
    });
    const { attestations } = await attested();
    expect(attestations).toMatchObject([
      { predicateType: "https://cyclonedx.org/bom", keyId: signer.publicKey.keyId },
    ]);
  });

  it("writes the same statement once, and others beside it", async () => {
    const options = { client, reference: app, digest, signer, format };
    const first = await attestImage({ ...options, predicate });
    expect(await attestImage({ ...options, predicate })).toEqual({ ...first, wasSigned: true });
    const other = sbomPredicate({ spdxVersion: "SPDX-2.3" });
    expect((await attestImage({ ...options, predicate: other })).wasSigned).toBe(false);
    const again = await attestImage({ ...options, predicate, signer: createKey() });
    expect(again.wasSigned).toBe(false);
    expect((await attested()).attestations).toHaveLength(3);
  });

  it("is no signature of the image", async () => {
    await attestImage({ client, reference: app, digest, signer, predicate, format });
    const trust = await verifyImage({ client, reference: app, keys: [signer.publicKey] });
    expect(trust.result).toBe("unsigned");
  });

  it("states without a key, verified against the trusted root", async () => {
    const keyless = await setUpKeyless(sigstore);
    const options = { client, reference: app, digest, predicate, format, ...keyless };
    expect((await attestImage(options)).wasSigned).toBe(false);
    const other = await startSigstore();
    try {
      const trustedRoots = [other.trustedRoot];
      const provenance = customPredicate("https://acme.example/x", {});
      await expect(
        attestImage({ ...options, predicate: provenance, trustedRoots }),
      ).rejects.toMatchObject({ code: "SIGNATURE_INVALID" });
    } finally {
      await other.close();
    }
  });

  it("refuses more than anybody would read", async () => {
    const large = customPredicate("https://acme.example/x", { text: "x".repeat(4 * 1024 * 1024) });
    await expect(
      attestImage({ client, reference: app, digest, signer, predicate: large, format }),
    ).rejects.toMatchObject({ code: "LIMIT_EXCEEDED" });
  });
});

describe("a predicate", () => {
  it("is provenance with the fields that GitHub's own attestations have", () => {
    const { predicateType, predicate: provenance } = slsaProvenanceFromGitHub({
      env: { GITHUB_SERVER_URL: "https://github.com" },
      identityToken: createIdentityToken({
        job_workflow_ref: "octo/ci/.github/workflows/r.yml@v1",
      }),
    });
    expect(predicateType).toBe("https://slsa.dev/provenance/v1");
    expect(provenance).toEqual({
      buildDefinition: {
        buildType: "https://actions.github.io/buildtypes/workflow/v1",
        externalParameters: {
          workflow: {
            ref: "refs/heads/main",
            repository: "https://github.com/octo/app",
            path: ".github/workflows/release.yml",
          },
        },
        internalParameters: {
          github: {
            event_name: "push",
            repository_id: "1",
            repository_owner_id: "2",
            runner_environment: "github-hosted",
          },
        },
        resolvedDependencies: [
          {
            uri: "git+https://github.com/octo/app@refs/heads/main",
            digest: { gitCommit: "a".repeat(40) },
          },
        ],
      },
      runDetails: {
        builder: { id: "https://github.com/octo/ci/.github/workflows/r.yml@v1" },
        metadata: { invocationId: "https://github.com/octo/app/actions/runs/3/attempts/1" },
      },
    });
  });

  it("is provenance from the variables of a job alone", () => {
    const env = {
      GITHUB_REPOSITORY: "octo/app",
      GITHUB_REF: "refs/tags/v1",
      GITHUB_SHA: "b".repeat(40),
      GITHUB_WORKFLOW_REF: "octo/app/.github/workflows/release.yml@refs/tags/v1",
      GITHUB_EVENT_NAME: "push",
      GITHUB_REPOSITORY_ID: "1",
      GITHUB_REPOSITORY_OWNER_ID: "2",
      RUNNER_ENVIRONMENT: "self-hosted",
      GITHUB_RUN_ID: "7",
      GITHUB_RUN_ATTEMPT: "2",
    };
    const { predicate: provenance } = slsaProvenanceFromGitHub({ env });
    expect(provenance.runDetails).toEqual({
      builder: { id: `https://github.com/${env.GITHUB_WORKFLOW_REF}` },
      metadata: { invocationId: "https://github.com/octo/app/actions/runs/7/attempts/2" },
    });
    expect(() => slsaProvenanceFromGitHub({ env: { ...env, GITHUB_SHA: "" } })).toThrow(
      "GITHUB_SHA is not set",
    );
  });

  it("is a scan, in-toto's or cosign's, made from a report; what is suppressed is left out", () => {
    const report = createReportFixture();
    const scan = readPredicate("vulns", report);
    expect(scan.predicateType).toBe("https://in-toto.io/attestation/vulns/v0.2");
    expect(scan.predicate).toMatchObject({
      scanner: {
        version: "1.2.3",
        result: [
          {
            id: "CVE-2026-1",
            severity: [
              { method: "severity", score: "high" },
              { method: "CVSS:3.1", score: "8.1" },
            ],
            annotations: [{ purl: "pkg:deb/debian/zlib1g@1" }, { fixedVersion: "2" }],
          },
        ],
      },
      metadata: {
        scanStartedOn: "2026-11-25T12:00:00.000Z",
        scanFinishedOn: "2026-11-25T12:00:02.000Z",
      },
    });
    const cosigns = readPredicate("vuln", report);
    expect(cosigns.predicateType).toBe("https://cosign.sigstore.dev/attestation/vuln/v1");
    expect(cosigns.predicate.invocation).toMatchObject({ parameters: ["shop:1"] });
    expect(readPredicate("report", report).predicateType).toBe(predicateTypes.report);
  });

  it("is OpenVEX, a verification summary, or anything under a URI of one's own", () => {
    const vex = {
      "@context": "https://openvex.dev/ns/v0.2.0",
      "@id": "x",
      author: "a",
      statements: [],
    };
    expect(readPredicate("openvex", vex).predicateType).toBe("https://openvex.dev/ns");
    const summary = verificationSummary({
      verifier: "https://acme.example/verifier",
      timeVerified: "2026-11-25T12:00:00Z",
      resourceUri: `registry.example/lab/app@${"sha256:"}${"a".repeat(64)}`,
      policy: { uri: "https://acme.example/policy" },
      result: "FAILED",
      verifiedLevels: ["SLSA_BUILD_LEVEL_3"],
    });
    expect(summary.predicate).toMatchObject({ verificationResult: "FAILED", verifiedLevels: [] });
    expect(readPredicate("vsa", summary.predicate)).toEqual(summary);
    expect(readPredicate("https://acme.example/v1", { ok: true }).predicate).toEqual({ ok: true });
  });

  it.each([
    ["cyclonedx", { spdxVersion: "SPDX-2.3" }],
    ["spdx", { bomFormat: "CycloneDX" }],
    ["spdx", { name: "app" }],
    ["openvex", { "@context": "https://example.com" }],
    ["slsaprovenance1", { buildDefinition: {} }],
    ["vsa", { verifier: { id: "x" } }],
    ["vulns", { scanner: {} }],
    ["report", { schemaVersion: "1.0" }],
    ["cyclonedx", []],
  ])("of the type %s is refused when the content is another: %j", (type, document) => {
    expect(() => readPredicate(type, document)).toThrow(
      expect.objectContaining({ code: "MALFORMED" }),
    );
  });

  it.each(["review", "", "x".repeat(1000)])("has a type that is a URI, not %j", (type) => {
    expect(() => readPredicate(type, {})).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT" }),
    );
  });
});
