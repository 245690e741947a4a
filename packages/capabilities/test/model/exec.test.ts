import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dockerDefaults } from "../../src/model/docker.ts";
import { containerCredentials, type ExecResult, execTransition } from "../../src/model/exec.ts";
import { allCapabilities, maskOf } from "../../src/model/mask.ts";

const netRaw = maskOf(["CAP_NET_RAW"]);
const netAdmin = maskOf(["CAP_NET_ADMIN"]);
const ping = { revision: 2, permitted: netRaw, inheritable: 0n, effective: true } as const;

function effective(result: ExecResult): bigint | "EPERM" {
  return result.allowed ? result.credentials.effective : "EPERM";
}

describe("execTransition", () => {
  it("gives root the whole bounding set", () => {
    const root = containerCredentials(0, dockerDefaults, false);
    expect(effective(execTransition(root, {}))).toBe(dockerDefaults);
  });

  it("gives another user nothing, also when capabilities were added (measured with Docker 20.10)", () => {
    const nobody = containerCredentials(65534, dockerDefaults | netAdmin, false);
    expect(effective(execTransition(nobody, {}))).toBe(0n);
  });

  it("gives another user the ambient capabilities, where a runtime sets them", () => {
    const nobody = {
      ...containerCredentials(65534, dockerDefaults, false),
      permitted: netRaw,
      inheritable: netRaw,
      ambient: netRaw,
    };
    expect(effective(execTransition(nobody, {}))).toBe(netRaw);
    expect(effective(execTransition(nobody, { capabilities: { ...ping, permitted: 0n } }))).toBe(
      0n,
    );
  });

  it("gives the capabilities of a file to whoever starts it", () => {
    const user = containerCredentials(1000, dockerDefaults, false);
    expect(effective(execTransition(user, { capabilities: ping }))).toBe(netRaw);
    expect(effective(execTransition(user, { capabilities: { ...ping, effective: false } }))).toBe(
      0n,
    );
  });

  it("does not start a file whose capabilities lie outside the bounding set, not even for root (measured)", () => {
    for (const uid of [0, 1000]) {
      const before = containerCredentials(uid, dockerDefaults & ~netRaw, false);
      expect(execTransition(before, { capabilities: ping })).toEqual({
        allowed: false,
        missing: netRaw,
      });
    }
  });

  it("starts it without them when the effective bit is off", () => {
    const before = containerCredentials(1000, 0n, false);
    const result = execTransition(before, { capabilities: { ...ping, effective: false } });
    expect(effective(result)).toBe(0n);
  });

  it("runs it without capabilities under no_new_privs (measured)", () => {
    const user = containerCredentials(1000, dockerDefaults, true);
    expect(effective(execTransition(user, { capabilities: ping }))).toBe(0n);
  });

  it("makes a setuid-root program root, unless no_new_privs forbids it", () => {
    const program = { setuid: 0 };
    expect(
      effective(execTransition(containerCredentials(1000, dockerDefaults, false), program)),
    ).toBe(dockerDefaults);
    expect(
      effective(execTransition(containerCredentials(1000, dockerDefaults, true), program)),
    ).toBe(0n);
  });

  it("gives a setuid-root program with file capabilities only those", () => {
    const user = containerCredentials(1000, dockerDefaults, false);
    expect(effective(execTransition(user, { setuid: 0, capabilities: ping }))).toBe(netRaw);
  });

  it("takes the ambient set away from a program that changes its ids", () => {
    const before = {
      ...containerCredentials(1000, dockerDefaults, false),
      permitted: netRaw,
      inheritable: netRaw,
      ambient: netRaw,
    };
    for (const program of [{ setuid: 1001 }, { setgid: true }]) {
      expect(effective(execTransition(before, program))).toBe(0n);
    }
  });

  it("never gives more than the bounding, inheritable and ambient sets, and under no_new_privs nothing new", () => {
    const mask = fc.bigInt({ min: 0n, max: allCapabilities });
    const file = fc.record({
      revision: fc.constant(2 as const),
      permitted: mask,
      inheritable: mask,
      effective: fc.boolean(),
    });
    const uid = fc.constantFrom(0, 1000);
    fc.assert(
      fc.property(
        fc.record({
          realUid: uid,
          effectiveUid: uid,
          permitted: mask,
          inheritable: mask,
          bounding: mask,
          noNewPrivileges: fc.boolean(),
        }),
        fc.record(
          { setuid: fc.constantFrom(0, 1000), setgid: fc.boolean(), capabilities: file },
          { requiredKeys: [] },
        ),
        (some, program) => {
          const ambient = some.permitted & some.inheritable;
          const before = { ...some, effective: some.permitted, ambient };
          const result = execTransition(before, program);
          if (!result.allowed) {
            expect(result.missing & some.bounding).toBe(0n);
            return;
          }
          const { permitted, effective: held } = result.credentials;
          expect(permitted & ~(some.bounding | some.inheritable | ambient)).toBe(0n);
          expect(held & ~permitted).toBe(0n);
          if (some.noNewPrivileges) expect(permitted & ~before.permitted).toBe(0n);
        },
      ),
      { numRuns: 500 },
    );
  });
});
