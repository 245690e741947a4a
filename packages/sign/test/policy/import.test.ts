import { trustConfigSchema } from "@plimsoll/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { importTrustPolicy } from "../../src/index.ts";
import { createKey } from "../keys.ts";
import { pemOf } from "./policies.ts";

const pem = pemOf(createKey()).trim();
const other = pemOf(createKey()).trim();
const slsa = "https://slsa.dev/provenance/v1";

/** The rules, which always are ones that plimsoll.yml takes, and what the notes say. */
function rulesOf(...documents: unknown[]) {
  const { rules, notes } = importTrustPolicy(documents);
  trustConfigSchema.parse({ rules });
  return { rules, notes: notes.map(({ why }) => why).join("\n") };
}

describe("notation's trustpolicy.json", () => {
  const policy = (changes: object = {}) => ({
    version: "1.0",
    trustPolicies: [
      {
        name: "acme",
        registryScopes: ["registry.acme.dev/shop"],
        signatureVerification: { level: "strict" },
        trustStores: ["ca:acme", "tsa:clock"],
        trustedIdentities: ["x509.subject: C=NL, ST=NH, O=Acme"],
        ...changes,
      },
    ],
  });

  it("becomes rules with its stores and identities", () => {
    const { rules } = rulesOf(policy());
    expect(rules).toMatchObject([
      {
        images: ["registry.acme.dev/shop"],
        level: "strict",
        require: {
          "any-of": [
            {
              notation: {
                stores: [
                  { kind: "ca", certificates: ["truststore/x509/ca/acme"] },
                  { kind: "tsa" },
                ],
                identities: ["x509.subject: C=NL, ST=NH, O=Acme"],
              },
            },
          ],
        },
      },
    ]);
  });

  it("is never laxer for its overrides", () => {
    const level = (signatureVerification: object) => rulesOf(policy({ signatureVerification }));
    expect(level({ level: "permissive", override: { expiry: "enforce" } }).rules[0]?.level).toBe(
      "strict",
    );
    const relaxed = level({ level: "strict", override: { expiry: "log", revocation: "skip" } });
    expect(relaxed.rules[0]?.level).toBe("strict");
    expect(relaxed.notes).toContain("overrides");
    expect(JSON.stringify(relaxed.rules)).toContain('"revocation":"skip"');
  });

  it("keeps what is skipped, and its scope for everything", () => {
    const skipped = {
      signatureVerification: { level: "skip" },
      trustStores: [],
      trustedIdentities: [],
    };
    expect(rulesOf(policy(skipped)).rules[0]?.level).toBe("skip");
    expect(rulesOf(policy({ registryScopes: ["*"] })).rules[0]?.images).toEqual(["**"]);
  });
});

describe("containers' policy.json", () => {
  const docker = (scopes: object, fallback: object[] = [{ type: "reject" }]) =>
    rulesOf({ default: fallback, transports: { docker: scopes } });

  it("becomes rules for scopes and what is below them", () => {
    const { rules } = docker({
      "ghcr.io/acme": [
        {
          type: "sigstoreSigned",
          keyPath: "/etc/pki/acme.pub",
          signedIdentity: { type: "matchRepository" },
        },
      ],
      "docker.io": [{ type: "insecureAcceptAnything" }],
      "quay.io/acme/app": [
        { type: "sigstoreSigned", keyData: Buffer.from(pem).toString("base64") },
      ],
    });
    expect(rules).toMatchObject([
      { images: ["**"], level: "refuse" },
      {
        images: ["ghcr.io/acme", "ghcr.io/acme/**"],
        require: { "any-of": [{ key: ["/etc/pki/acme.pub"] }] },
      },
      { images: ["docker.io/**"], level: "skip" },
      { require: { "any-of": [{ key: [pem] }] } },
    ]);
  });

  it("needs all of several requirements, and any of several keys", () => {
    const { rules } = docker({
      "a.io/x": [
        { type: "sigstoreSigned", keyPaths: ["one.pub", "two.pub"] },
        {
          type: "sigstoreSigned",
          fulcio: { caPath: "ca.pem", oidcIssuer: "https://i.example", subjectEmail: "a@b.c" },
        },
      ],
    });
    expect(rules[1]?.require?.["all-of"]).toEqual([
      { key: ["one.pub", "two.pub"] },
      { keyless: { issuer: "https://i.example", identity: "a@b.c" } },
    ]);
  });

  it.each([
    ["GPG", [{ type: "signedBy", keyType: "GPGKeys", keyPath: "k" }]],
    ["what is not known", [{ type: "sigstoreSigned", keyPath: "k", pki: {} }]],
    ["nothing", []],
    ["no list", "reject"],
  ])("refuses the images of %s, and says so", (_, list) => {
    const { rules, notes } = docker({ "a.io/x": list }, [{ type: "insecureAcceptAnything" }]);
    expect(rules[1]).toEqual({ images: ["a.io/x", "a.io/x/**"], level: "refuse" });
    expect(notes).toContain("refused instead");
  });

  it("never accepts a whole repository for one of its tags", () => {
    const accepted = [{ type: "insecureAcceptAnything" }];
    expect(docker({ "a.io/x:1": accepted }).rules[1]).toMatchObject({ level: "refuse" });
    const both = docker({ "a.io/x": accepted, "a.io/x:1": [{ type: "reject" }] });
    expect(both.rules).toContainEqual({ images: ["a.io/x"], level: "refuse" });
  });
});

describe("policy-controller's ClusterImagePolicy", () => {
  const policy = (spec: object) =>
    rulesOf({
      apiVersion: "policy.sigstore.dev/v1beta1",
      kind: "ClusterImagePolicy",
      metadata: { name: "acme" },
      spec: { images: [{ glob: "ghcr.io/acme/**" }], ...spec },
    });
  const issuer = "https://token.actions.githubusercontent.com";

  it("accepts any of its authorities", () => {
    const identities = [{ issuer, subjectRegExp: "^https://github.com/acme/.*$" }];
    const { rules } = policy({
      authorities: [{ key: { data: pem } }, { keyless: { identities } }],
    });
    expect(rules).toEqual([
      {
        images: ["ghcr.io/acme/**"],
        require: {
          "any-of": [
            { key: [pem] },
            { keyless: { issuer, "identity-pattern": "https://github.com/acme/.*" } },
          ],
        },
      },
    ]);
  });

  it("keeps attestations of one authority", () => {
    const attestations = [{ name: "p", predicateType: "slsaprovenance1" }];
    const { rules } = policy({ authorities: [{ key: { data: pem }, attestations }] });
    expect(rules[0]?.attestations).toEqual([{ type: slsa }]);
  });

  it.each([
    [
      "a policy on content",
      {
        authorities: [
          {
            key: { data: pem },
            attestations: [{ predicateType: "spdx", policy: { type: "cue", data: "x" } }],
          },
        ],
      },
    ],
    [
      "a policy over authorities",
      { authorities: [{ key: { data: pem } }], policy: { type: "rego" } },
    ],
    ["no authority that can be used", { authorities: [{ key: { secretRef: { name: "s" } } }] }],
    ["no authority", {}],
    ["an identity of anybody", { authorities: [{ keyless: { url: "https://f.example" } }] }],
  ])("refuses the images with %s", (_, spec) => {
    expect(policy(spec).rules).toEqual([{ images: ["ghcr.io/acme/**"], level: "refuse" }]);
  });

  it("knows static authorities, and warn", () => {
    expect(policy({ authorities: [{ static: { action: "pass" } }] }).rules[0]?.level).toBe("skip");
    expect(policy({ authorities: [{ static: { action: "fail" } }] }).rules[0]?.level).toBe(
      "refuse",
    );
    expect(policy({ mode: "warn", authorities: [{ key: { data: pem } }] }).rules[0]?.level).toBe(
      "audit",
    );
  });

  it("refuses images that two policies name", () => {
    const document = (name: string) => ({
      kind: "ClusterImagePolicy",
      metadata: { name },
      spec: { images: [{ glob: "a.io/x" }], authorities: [{ key: { data: pem } }] },
    });
    expect(rulesOf(document("a"), document("b")).rules).toEqual([
      { images: ["a.io/x"], level: "refuse" },
    ]);
  });
});

describe("Kyverno's verifyImages", () => {
  const policy = (verify: object, spec: object = {}) =>
    rulesOf({
      kind: "ClusterPolicy",
      metadata: { name: "acme" },
      spec: {
        ...spec,
        rules: [
          { name: "signed", verifyImages: [{ imageReferences: ["ghcr.io/acme/*"], ...verify }] },
        ],
      },
    });
  const issuer = "https://token.actions.githubusercontent.com";
  const keyless = { issuer, subject: "https://github.com/acme/*" };

  it("needs all entries of a set, or as many as it counts", () => {
    const entries = [{ keys: { publicKeys: `${pem}\n${other}` } }, { keyless }];
    const all = policy({ attestors: [{ entries }] });
    expect(all.rules[0]).toMatchObject({
      images: ["ghcr.io/acme/**"],
      require: {
        "all-of": [
          { key: [pem] },
          { key: [other] },
          { keyless: { issuer, "identity-glob": "https://github.com/acme/**" } },
        ],
      },
    });
    const two = policy({ attestors: [{ count: 2, entries }] });
    expect(two.rules[0]).toMatchObject({ threshold: 2 });
    expect(two.rules[0]?.require?.["any-of"]).toHaveLength(3);
  });

  it("keeps attestations with their signers", () => {
    const attestors = [{ entries: [{ keys: { publicKeys: pem } }] }];
    const { rules } = policy({ attestors, attestations: [{ type: slsa, attestors }] });
    expect(rules[0]?.attestations).toEqual([{ type: slsa, from: [{ key: [pem] }] }]);
  });

  it("audits where it audited", () => {
    const attestors = [{ entries: [{ keyless }] }];
    expect(policy({ attestors }, { validationFailureAction: "Audit" }).rules[0]?.level).toBe(
      "audit",
    );
    const enforced = policy(
      { attestors, failureAction: "Enforce" },
      { validationFailureAction: "Audit" },
    );
    expect(enforced.rules[0]?.level).toBeUndefined();
  });

  it.each([
    [
      "conditions",
      { attestors: [{ entries: [{ keyless }] }], attestations: [{ type: slsa, conditions: [] }] },
    ],
    ["annotations", { attestors: [{ entries: [{ keyless, annotations: { a: "b" } }] }] }],
    ["a key elsewhere", { attestors: [{ entries: [{ keys: { secret: { name: "s" } } }] }] }],
    [
      "two sets of which some must sign",
      {
        attestors: [{ count: 1, entries: [{ keyless }, { keyless }] }, { entries: [{ keyless }] }],
      },
    ],
    ["a count of nobody", { attestors: [{ count: 0, entries: [{ keyless }] }] }],
    ["no attestor", {}],
  ])("refuses the images with %s", (_, verify) => {
    const { rules, notes } = policy(verify);
    expect(rules).toEqual([{ images: ["ghcr.io/acme/**"], level: "refuse" }]);
    expect(notes).toContain("refused instead");
  });
});

describe("anything else", () => {
  it.each([[[]], [[null]], [["text"]], [[{ kind: "Pod" }]], [[{ rules: [] }]]])(
    "is refused: %j",
    (documents) => {
      expect(() => importTrustPolicy(documents)).toThrow("no trust policy that can be imported");
    },
  );

  const leaf = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.integer(),
    fc.constantFrom(
      null,
      true,
      pem,
      "ghcr.io/acme/*",
      "reject",
      "sigstoreSigned",
      "insecureAcceptAnything",
    ),
  );
  const keys = fc.constantFrom(
    "type",
    "keyPath",
    "keyData",
    "fulcio",
    "entries",
    "keys",
    "publicKeys",
    "keyless",
    "issuer",
    "subject",
    "count",
    "glob",
    "images",
    "authorities",
    "key",
    "data",
    "static",
    "action",
    "attestations",
    "predicateType",
    "imageReferences",
    "attestors",
    "verifyImages",
    "identities",
    "docker",
    "a.io/x",
    "__proto__",
    "toString",
    "name",
    "constructor",
  );
  const tree = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 6 },
      leaf,
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(keys, tie("value"), { maxKeys: 4 }),
    ),
  })).value;

  it("never throws anything but a typed error, and never makes a rule that is none", () => {
    const shapes = tree.chain((value) =>
      fc.constantFrom<object>(
        { default: value, transports: { docker: value } },
        { default: [{ type: "reject" }], transports: { docker: { "a.io/x": value } } },
        { kind: "ClusterImagePolicy", spec: value },
        { kind: "ClusterImagePolicy", spec: { images: [{ glob: "a.io/*" }], authorities: value } },
        { kind: "ClusterPolicy", spec: { rules: value } },
        {
          kind: "ClusterPolicy",
          spec: { rules: [{ verifyImages: [{ imageReferences: ["a.io/*"], attestors: value }] }] },
        },
        { version: "1.0", trustPolicies: value },
      ),
    );
    fc.assert(
      fc.property(shapes, (document) => {
        try {
          const { rules } = importTrustPolicy([document]);
          trustConfigSchema.parse({ rules });
        } catch (error) {
          expect(error).toMatchObject({ name: "PlimsollError" });
        }
      }),
      { numRuns: 1500 },
    );
  });
});
