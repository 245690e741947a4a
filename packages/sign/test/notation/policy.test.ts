import { describe, expect, it } from "vitest";
import { notationTrustFor, parseNotationPolicy } from "../../src/index.ts";

const acme = "x509.subject: C=US, ST=WA, O=Acme";
const statement = {
  name: "ships",
  registryScopes: ["ghcr.io/acme/ship"],
  signatureVerification: { level: "strict" },
  trustStores: ["ca:acme", "tsa:clock"],
  trustedIdentities: [acme],
};
const policyOf = (...statements: object[]) =>
  parseNotationPolicy(JSON.stringify({ version: "1.0", trustPolicies: statements }));
const store = (kind: "ca" | "tsa", name: string) => ({ kind, name, certificates: [] });
const stores = [store("ca", "acme"), store("tsa", "clock"), store("ca", "clock")];
const named = (registry: string, repository: string) => ({ registry, repository });

describe("parseNotationPolicy", () => {
  it("gives the trust of the statement that names the repository", () => {
    const policy = policyOf(statement, {
      ...statement,
      name: "rest",
      registryScopes: ["*"],
      trustedIdentities: ["*"],
      signatureVerification: {
        level: "permissive",
        override: { revocation: "skip", expiry: "enforce" },
        verifyTimestamp: "afterCertExpiry",
      },
    });
    expect(notationTrustFor(policy, stores, named("ghcr.io", "acme/ship"))).toEqual({
      stores: stores.slice(0, 2),
      identities: [acme],
      level: "strict",
      verifyTimestamp: "always",
    });
    expect(notationTrustFor(policy, stores, named("ghcr.io", "acme/ship/crew"))).toMatchObject({
      identities: ["*"],
      level: "permissive",
      revocation: "skip",
      expiry: "enforce",
      verifyTimestamp: "afterCertExpiry",
    });
  });

  it("knows no trust for a repository that no statement names, and none to skip", () => {
    const { trustStores: _, trustedIdentities: __, ...bare } = statement;
    const policy = policyOf({ ...bare, signatureVerification: { level: "skip" } });
    expect(notationTrustFor(policy, [], named("ghcr.io", "acme/ship"))).toBe("skip");
    expect(notationTrustFor(policy, [], named("ghcr.io", "acme/shipyard"))).toBeUndefined();
  });

  it("says which trust store is missing", () => {
    const wanted = () =>
      notationTrustFor(policyOf(statement), stores.slice(1), named("ghcr.io", "acme/ship"));
    expect(wanted).toThrow("there is no trust store ca:acme");
  });

  it.each([
    ["another version", { version: "1.1", trustPolicies: [statement] }],
    ["no statement", { version: "1.0", trustPolicies: [] }],
  ])("refuses %s", (_, document) => {
    expect(() => parseNotationPolicy(JSON.stringify(document))).toThrow(
      expect.objectContaining({ code: "INVALID_CONFIG" }),
    );
  });

  it.each([
    ["a key twice", '{"version":"1.0","version":"1.0","trustPolicies":[]}'],
    ["something else than JSON", "version: 1.0"],
  ])("refuses %s", (_, text) => {
    expect(() => parseNotationPolicy(text)).toThrow(
      expect.objectContaining({ code: "INVALID_CONFIG" }),
    );
  });

  it.each([
    ["without a name", { name: "" }],
    ["with a level that there is not", { signatureVerification: { level: "lax" } }],
    [
      "that skips everything everywhere",
      {
        registryScopes: ["*"],
        signatureVerification: { level: "skip" },
        trustStores: [],
        trustedIdentities: [],
      },
    ],
    ["that skips, yet names stores", { signatureVerification: { level: "skip" } }],
    ["with a scope that has a wildcard in it", { registryScopes: ["ghcr.io/acme/*"] }],
    ["with a scope that has a tag", { registryScopes: ["ghcr.io/acme/ship:1"] }],
    ["with `*` beside other scopes", { registryScopes: ["*", "ghcr.io/acme/ship"] }],
    ["without a scope", { registryScopes: [] }],
    ["without a store", { trustStores: [] }],
    ["with a store of no kind", { trustStores: ["acme"] }],
    ["with a store outside of the folder", { trustStores: ["ca:../acme"] }],
    ["without an identity", { trustedIdentities: [] }],
    ["with an identity of another kind", { trustedIdentities: ["C=US, ST=WA, O=Acme"] }],
    ["with identities that overlap", { trustedIdentities: [acme, `${acme}, OU=x`] }],
    [
      "that overrides integrity",
      { signatureVerification: { level: "strict", override: { integrity: "log" } } },
    ],
    [
      "that skips authenticity",
      { signatureVerification: { level: "strict", override: { authenticity: "skip" } } },
    ],
    [
      "with another time to look at timestamps",
      { signatureVerification: { level: "strict", verifyTimestamp: "never" } },
    ],
  ])("refuses a statement %s", (_, changes) => {
    expect(() => policyOf({ ...statement, ...changes })).toThrow(
      expect.objectContaining({ code: "INVALID_CONFIG" }),
    );
  });

  it("refuses two statements for one scope, or with one name", () => {
    expect(() => policyOf(statement, { ...statement, name: "other" })).toThrow("same scope");
    expect(() => policyOf(statement, { ...statement, registryScopes: ["*"] })).toThrow("same name");
  });
});
