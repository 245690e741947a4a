import type { TrustSignature } from "@plimsoll/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PolicyRule } from "../../src/index.ts";
import { type Evidence, evaluateRule } from "../../src/policy/evaluate.ts";
import { createKey } from "../keys.ts";
import {
  byKey,
  policyOf,
  type RuleInput as Rule,
  signedByKey,
  signedByWorkflow,
} from "./policies.ts";

const now = Date.parse("2026-11-25T00:00:00Z");
const [anna, bob, carl] = [createKey(), createKey(), createKey()];
const ids = [anna, bob, carl].map(({ publicKey }) => publicKey.keyId);
const workflow = {
  keyless: { github: { repository: "octo/app", workflow: "release.yml" } },
};

async function ruleOf(rule: Omit<Rule, "images">): Promise<PolicyRule> {
  return (await policyOf({ rules: [{ images: ["**"], ...rule }] })).rules[0]!;
}

function evidence(signatures: TrustSignature[], more: Partial<Evidence> = {}): Evidence {
  return {
    digests: ["sha256:image"],
    signatures,
    attestations: [],
    unopened: 0,
    unreadable: [],
    ...more,
  };
}

async function judge(rule: Omit<Rule, "images">, ...signatures: TrustSignature[]) {
  return evaluateRule(await ruleOf(rule), evidence(signatures), now);
}

const failed: TrustSignature = { ...signedByKey(ids[0]!), result: "failed" };

describe("any-of", () => {
  const require = { "any-of": [byKey(anna), byKey(bob), workflow] };

  it("is met by one signer, and says of the others that they were not needed", async () => {
    const trust = await judge({ require }, signedByKey(ids[1]!));
    expect(trust).toMatchObject({ result: "verified", isAccepted: true });
    expect(trust.requirements.map(({ result }) => result)).toEqual(["skipped", "pass", "skipped"]);
  });

  it("is not met by a stranger, nor by a signature that does not hold", async () => {
    for (const one of [signedByKey(ids[2]!), failed]) {
      const trust = await judge({ require }, one);
      expect(trust).toMatchObject({ result: "failed", isAccepted: false });
    }
  });

  it("calls an image without signatures unsigned", async () => {
    expect(await judge({ require })).toMatchObject({ result: "unsigned", isAccepted: false });
  });

  it("counts different signers for a threshold, each once", async () => {
    const rule = { require, threshold: 2 };
    const twice = await judge(
      rule,
      signedByKey(ids[0]!, "sha256:a"),
      signedByKey(ids[0]!, "sha256:b"),
    );
    expect(twice.isAccepted).toBe(false);
    const mixed = await judge(rule, signedByKey(ids[0]!), signedByWorkflow());
    expect(mixed.isAccepted).toBe(true);
    const sameWorkflow = await judge(rule, signedByWorkflow(), {
      ...signedByWorkflow(),
      keyId: "another short-lived key",
    });
    expect(sameWorkflow.isAccepted).toBe(false);
  });
});

describe("all-of", () => {
  it("needs every signer", async () => {
    const require = { "all-of": [byKey(anna), byKey(bob)] };
    expect((await judge({ require }, signedByKey(ids[0]!))).isAccepted).toBe(false);
    expect((await judge({ require }, ...ids.map((id) => signedByKey(id)))).isAccepted).toBe(true);
  });
});

describe("keyless signers", () => {
  const require = { "any-of": [workflow] };
  const accepts = async (one: TrustSignature, rule: Omit<Rule, "images"> = { require }) =>
    (await judge(rule, one)).isAccepted;

  it("are the workflow of the repository", async () => {
    expect(await accepts(signedByWorkflow())).toBe(true);
  });

  it.each([
    [
      "a pull request",
      {
        name: "https://github.com/octo/app/.github/workflows/release.yml@refs/pull/7/merge",
        claims: {
          sourceRepositoryUri: "https://github.com/octo/app",
          sourceRepositoryRef: "refs/pull/7/merge",
        },
      },
    ],
    [
      "another workflow",
      { name: "https://github.com/octo/app/.github/workflows/other.yml@refs/heads/main" },
    ],
    [
      "a fork",
      { name: "https://github.com/evil/app/.github/workflows/release.yml@refs/heads/main" },
    ],
    [
      "a repository that another workflow speaks of",
      {
        claims: {
          sourceRepositoryUri: "https://github.com/evil/app",
          sourceRepositoryRef: "refs/heads/main",
        },
      },
    ],
    [
      "an issuer that looks alike",
      { issuer: "https://token.actions.githubusercontent.com.evil.io" },
    ],
    ["a certificate without statements", { claims: {} }],
    ["a key", { kind: "key" as const }],
  ])("are not %s", async (_, changes) => {
    expect(await accepts(signedByWorkflow(changes))).toBe(false);
  });

  it("are told from others by number and runner", async () => {
    const github = {
      repository: "octo/app",
      "repository-id": "1234",
      "owner-id": "77",
      runner: "github-hosted" as const,
    };
    const rule = (changes: object) => ({
      require: { "any-of": [{ keyless: { github: { ...github, ...changes } } }] },
    });
    expect(await accepts(signedByWorkflow(), rule({}))).toBe(true);
    expect(await accepts(signedByWorkflow(), rule({ "repository-id": "1235" }))).toBe(false);
    expect(await accepts(signedByWorkflow(), rule({ "owner-id": "78" }))).toBe(false);
    expect(await accepts(signedByWorkflow(), rule({ runner: "self-hosted" }))).toBe(false);
  });

  it("are compared exactly, or by what covers the whole text", async () => {
    const issuer = "https://accounts.example";
    const mail = signedByWorkflow({ name: "ci@acme.dev", issuer });
    const rule = (keyless: object) => ({
      require: { "any-of": [{ keyless: { issuer, ...keyless } }] },
    });
    expect(await accepts(mail, rule({ identity: "ci@acme.dev" }))).toBe(true);
    expect(await accepts(mail, rule({ identity: "ci@acme" }))).toBe(false);
    expect(await accepts(mail, rule({ identity: "ci@acme.de." }))).toBe(false);
    expect(await accepts(mail, rule({ "identity-pattern": "acme" }))).toBe(false);
    expect(await accepts(mail, rule({ "identity-pattern": "(ci|cd)@acme\\.dev" }))).toBe(true);
    expect(await accepts(mail, rule({ "identity-glob": "*@acme.dev" }))).toBe(true);
    expect(await accepts(mail, rule({ "identity-glob": "*@acme" }))).toBe(false);
  });

  it("are refused with a pattern that cannot be read, before anything is judged", async () => {
    const keyless = { issuer: "https://a.example", "identity-pattern": "(a" };
    await expect(ruleOf({ require: { "any-of": [{ keyless }] } })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
  });
});

describe("levels", () => {
  const require = { "any-of": [workflow] };

  it("of age: strict refuses what is too old, permissive warns", async () => {
    const rule = { require, "max-age-days": 3 };
    expect((await judge(rule, signedByWorkflow())).isAccepted).toBe(false);
    expect((await judge({ ...rule, "max-age-days": 5 }, signedByWorkflow())).isAccepted).toBe(true);
    const permissive = await judge({ ...rule, level: "permissive" }, signedByWorkflow());
    expect(permissive.isAccepted).toBe(true);
    expect(permissive.signatures[0]?.checks.at(-2)).toMatchObject({
      name: "policy-age",
      result: "warn",
    });
  });

  it("call a signature of unknown age too old", async () => {
    const rule = { require: { "any-of": [byKey(anna)] }, "max-age-days": 9999 };
    expect((await judge(rule, signedByKey(ids[0]!))).isAccepted).toBe(false);
  });

  it("audit lets pass what it calls unsigned or failed", async () => {
    const rule = { require, level: "audit" as const };
    expect(await judge(rule)).toMatchObject({ result: "unsigned", isAccepted: true });
    expect(await judge(rule, signedByKey(ids[0]!))).toMatchObject({
      result: "failed",
      isAccepted: true,
    });
  });
});

describe("deny", () => {
  const require = { "any-of": [byKey(anna), workflow] };

  it.each([
    ["a key", { keys: [ids[0]!.toUpperCase()] }, signedByKey(ids[0]!)],
    ["an identity", { identities: ["https://github.com/octo/app/**"] }, signedByWorkflow()],
    [
      "a serial number",
      { certificates: ["00:AB:cd"] },
      signedByWorkflow({ claims: { ...signedByWorkflow().signer!.claims, serialNumber: "abcd" } }),
    ],
  ])("of %s keeps its signatures from counting, and no others", async (_, deny, one) => {
    expect((await judge({ require }, one)).isAccepted).toBe(true);
    expect((await judge({ require, deny }, one)).isAccepted).toBe(false);
    const other = one.keyId === undefined ? signedByKey(ids[0]!) : signedByWorkflow();
    expect((await judge({ require, deny }, one, other)).isAccepted).toBe(true);
  });

  it("of the image's digest beats every signature and every level", async () => {
    for (const level of ["strict", "permissive", "audit"] as const) {
      const rule = { require, level, deny: { digests: ["sha256:image"] } };
      expect(await judge(rule, signedByKey(ids[0]!))).toMatchObject({
        result: "failed",
        isAccepted: false,
      });
    }
  });
});

describe("attestations", () => {
  const type = "https://slsa.dev/provenance/v1";
  const attested = (predicate: unknown, by = ids[0]!) => ({
    predicateType: type,
    predicate,
    digest: "sha256:att",
    keyId: by,
    signer: { kind: "key" as const, name: by },
    result: "verified" as const,
    checks: [],
  });
  const judgeWith = async (rules: object[], predicate: unknown, by?: string) =>
    evaluateRule(
      await ruleOf({
        require: { "any-of": [byKey(anna)] },
        attestations: [{ type, rules: rules as never }],
      }),
      evidence([signedByKey(ids[0]!)], { attestations: [attested(predicate, by)] }),
      now,
    );
  const predicate = {
    builder: { id: "https://builder.example", "odd key": 7 },
    runs: [{ at: "2026-11-24T10:00:00Z" }, { at: "2026-11-20T10:00:00Z" }],
    level: 3,
    __proto__: { polluted: true },
  };

  it.each([
    [[{ path: "$.builder.id", equals: "https://builder.example" }], true],
    [[{ path: "$.builder.id", equals: "https://builder.exampl" }], false],
    [[{ path: "$.builder['odd key']", "one-of": [6, 7] }], true],
    [[{ path: "$.builder['odd key']", "one-of": ["7"] }], false],
    [[{ path: "$.level", "at-least": 3 }], true],
    [[{ path: "$.level", "at-least": 3.5 }], false],
    [[{ path: "$.builder.id", "at-least": 0 }], false],
    [[{ path: "$.runs[0].at", "newer-than-days": 2 }], true],
    [[{ path: "$.runs[*].at", "newer-than-days": 2 }], false],
    [[{ path: "$.runs[*].at", "newer-than-days": 7 }], true],
    [[{ path: "$.runs[2].at", "newer-than-days": 7 }], false],
    [[{ path: "$.nothing[*]", equals: null }], false],
    [[{ path: "$.polluted", equals: true }], false],
    [[{ path: "$.constructor.name", equals: "Object" }], false],
  ])("with the rules %j are accepted: %s", async (rules, isAccepted) => {
    expect((await judgeWith(rules, predicate)).isAccepted).toBe(isAccepted);
  });

  it("count only by whom the rule asks for", async () => {
    expect((await judgeWith([], {}, ids[1]!)).isAccepted).toBe(false);
  });

  it("must be there", async () => {
    const trust = await judge(
      { require: { "any-of": [byKey(anna)] }, attestations: [{ type }] },
      signedByKey(ids[0]!),
    );
    expect(trust.isAccepted).toBe(false);
    expect(trust.reason).toContain("No attestation of this type was found");
  });

  it("of the future are not new", async () => {
    const rules = [{ path: "$.at", "newer-than-days": 2 }];
    expect((await judgeWith(rules, { at: "2027-01-01T00:00:00Z" })).isAccepted).toBe(false);
  });
});

describe("the answer, whatever lies beside the image", () => {
  const signatures = fc.array(
    fc.oneof(
      fc.constantFrom(...ids).map((id) => signedByKey(id)),
      fc.constantFrom(signedByWorkflow(), signedByWorkflow({ issuer: "https://evil.example" })),
      fc.constantFrom(failed, { ...signedByWorkflow(), result: "notChecked" as const }),
    ),
    { maxLength: 6 },
  );
  const rules = fc.record({
    mode: fc.constantFrom("any-of" as const, "all-of" as const),
    threshold: fc.integer({ min: 1, max: 3 }),
    level: fc.constantFrom("strict" as const, "permissive" as const, "audit" as const),
    denied: fc.subarray(ids),
  });
  const load = ({
    mode,
    threshold,
    level,
    denied,
  }: {
    mode: "any-of" | "all-of";
    threshold: number;
    level: "strict" | "permissive" | "audit";
    denied: string[];
  }) =>
    ruleOf({
      require: { [mode]: [byKey(anna), byKey(bob), workflow] },
      threshold,
      level,
      deny: { keys: denied },
    });

  it("does not depend on the order", async () => {
    await fc.assert(
      fc.asyncProperty(rules, signatures, async (options, found) => {
        const rule = await load(options);
        const one = evaluateRule(rule, evidence(found), now);
        const other = evaluateRule(rule, evidence(found.toReversed()), now);
        expect({ ...other, signatures: other.signatures.toReversed() }).toEqual(one);
      }),
      { numRuns: 60 },
    );
  });

  it("never gets worse by one more signature", async () => {
    await fc.assert(
      fc.asyncProperty(rules, signatures, signatures, async (options, found, more) => {
        const rule = await load(options);
        const before = evaluateRule(rule, evidence(found), now);
        const after = evaluateRule(rule, evidence([...found, ...more]), now);
        if (before.result === "verified") expect(after.result).toBe("verified");
        if (before.isAccepted) expect(after.isAccepted).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("counts nothing of who is denied", async () => {
    await fc.assert(
      fc.asyncProperty(rules, signatures, async (options, found) => {
        const rule = await load(options);
        const trust = evaluateRule(rule, evidence(found), now);
        for (const { keyId, result } of trust.signatures) {
          if (keyId !== undefined && options.denied.includes(keyId))
            expect(result).not.toBe("verified");
        }
        const without = found.filter(({ keyId }) => !options.denied.includes(keyId ?? ""));
        const pure = evaluateRule(rule, evidence(without), now);
        expect(trust.isAccepted).toBe(pure.isAccepted);
      }),
      { numRuns: 60 },
    );
  });
});
