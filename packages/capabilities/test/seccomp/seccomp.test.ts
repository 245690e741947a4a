import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  allowance,
  diffSeccomp,
  dockerDefaultProfile,
  dockerDefaults,
  evaluateSeccomp,
  findSyscall,
  namesOf,
  parseSeccompProfile,
  resolveSeccomp,
  type SeccompAction,
  syscallsOf,
} from "../../src/index.ts";
import { callArbitrary, profileArbitrary } from "./arbitraries.ts";

const docker = parseSeccompProfile(JSON.stringify(dockerDefaultProfile()));
const capabilities = namesOf(dockerDefaults);
const resolved = resolveSeccomp(docker, { capabilities });
const allow = "SCMP_ACT_ALLOW";

const profileOf = (syscalls: object[], more: object = {}) =>
  parseSeccompProfile(JSON.stringify({ defaultAction: "SCMP_ACT_ERRNO", syscalls, ...more }));
const actionOf = (
  syscalls: object[],
  name: string,
  values: bigint[],
  target: Partial<Parameters<typeof resolveSeccomp>[1]> = {},
): SeccompAction =>
  evaluateSeccomp(
    resolveSeccomp(profileOf(syscalls), { capabilities: [], ...target }),
    name,
    values,
  ).action;

/** Not in Linux 6.1. */
function isNewer(name: string): boolean {
  const [major = 0, minor = 0] = (findSyscall(name)?.since ?? "1.0").split(".").map(Number);
  return major > 6 || (major === 6 && minor > 1);
}

describe("Docker's default profile", () => {
  it("allows what moby's does, with and without capabilities", () => {
    // The counts of the published profile on the 362 calls of Linux 6.1 for x86-64.
    const names = syscallsOf("amd64").filter((name) => !isNewer(name));
    expect(names).toHaveLength(362);
    const all = Array<bigint>(6).fill(-1n);
    const count = (list: string[]) =>
      names.filter((name) => {
        const target = resolveSeccomp(docker, { capabilities: list, kernel: "6.1" });
        return evaluateSeccomp(target, name, all).action === allow;
      }).length;
    const unlocked = (name: string) => count([...capabilities, name]) - count(capabilities);
    expect(
      Object.fromEntries(
        ["SYS_ADMIN", "SYS_NICE", "SYS_PTRACE", "SYS_MODULE", "SYS_TIME", "SYSLOG"].map((name) => [
          name,
          unlocked(`CAP_${name}`),
        ]),
      ),
    ).toEqual({ SYS_ADMIN: 22, SYS_NICE: 4, SYS_PTRACE: 3, SYS_MODULE: 3, SYS_TIME: 2, SYSLOG: 1 });
  });

  it.each([
    ["socket", [38n], "SCMP_ACT_ERRNO", 1, "AF_ALG"],
    ["socket", [40n], "SCMP_ACT_ERRNO", 1, "AF_VSOCK"],
    ["socket", [2n], allow, undefined, "AF_INET"],
    ["clone", [0x0001_1200n], allow, undefined, "a thread"],
    ["clone", [0x1000_0000n], "SCMP_ACT_ERRNO", 1, "a user namespace"],
    ["clone3", [], "SCMP_ACT_ERRNO", 38, "ENOSYS, so that libc falls back"],
    ["mount", [], "SCMP_ACT_ERRNO", 1, "no capability"],
    ["personality", [0xffff_ffffn], allow, undefined, "a question"],
  ] as const)("decides %s(%s) as %s %s: %s", (name, values, action, errno, _why) => {
    expect(evaluateSeccomp(resolved, name, values)).toMatchObject({
      action,
      ...(errno !== undefined && { errno }),
    });
  });

  it("lets ptrace through from Linux 4.8 on", () => {
    const at = (kernel: string) =>
      evaluateSeccomp(resolveSeccomp(docker, { capabilities, kernel }), "ptrace").action;
    expect([at("4.7"), at("4.8"), at("6.1.0-18-amd64")]).toEqual(["SCMP_ACT_ERRNO", allow, allow]);
  });

  it("says which calls depend on their arguments", () => {
    expect(allowance(resolved, "read")).toBe("always");
    expect(allowance(resolved, "socket")).toBe("sometimes");
    expect(allowance(resolved, "mount")).toBe("never");
  });
});

describe("a rule", () => {
  it("needs all of its conditions, and any of them when an argument comes twice", () => {
    const equals = (index: number, value: number) => ({ index, value, op: "SCMP_CMP_EQ" });
    const both = [{ names: ["a"], action: allow, args: [equals(0, 1), equals(1, 2)] }];
    expect(actionOf(both, "a", [1n, 2n])).toBe(allow);
    expect(actionOf(both, "a", [1n, 3n])).toBe("SCMP_ACT_ERRNO");
    const either = [{ names: ["a"], action: allow, args: [equals(0, 1), equals(0, 2)] }];
    expect(actionOf(either, "a", [2n])).toBe(allow);
    expect(actionOf(either, "a", [3n])).toBe("SCMP_ACT_ERRNO");
  });

  it.each([
    ["SCMP_CMP_NE", 5, 0, [4n, 6n], [5n]],
    ["SCMP_CMP_LT", 5, 0, [4n], [5n, -1n]],
    ["SCMP_CMP_LE", 5, 0, [5n], [6n]],
    ["SCMP_CMP_GT", 5, 0, [6n, -1n], [5n]],
    ["SCMP_CMP_GE", 5, 0, [5n], [4n]],
    ["SCMP_CMP_MASKED_EQ", 6, 2, [2n, 3n, 10n], [4n, 6n]],
  ] as const)("compares with %s", (op, value, valueTwo, met, missed) => {
    const rule = [{ names: ["a"], action: allow, args: [{ index: 0, op, value, valueTwo }] }];
    for (const one of met) expect(actionOf(rule, "a", [one]), String(one)).toBe(allow);
    for (const one of missed) expect(actionOf(rule, "a", [one]), String(one)).not.toBe(allow);
  });

  it("is taken for the capabilities, architecture and kernel that it names", () => {
    const rule = (includes: object, excludes = {}) => [
      { names: ["a"], action: allow, includes, excludes },
    ];
    const two = rule({ caps: ["CAP_BPF", "CAP_PERFMON"] });
    expect(actionOf(two, "a", [], { capabilities: ["CAP_BPF"] })).not.toBe(allow);
    expect(actionOf(two, "a", [], { capabilities: ["CAP_BPF", "CAP_PERFMON"] })).toBe(allow);
    const not = rule({}, { caps: ["CAP_BPF", "CAP_PERFMON"] });
    expect(actionOf(not, "a", [], { capabilities: ["CAP_BPF"] })).not.toBe(allow);
    const arm = rule({ arches: ["arm64"] });
    expect(actionOf(arm, "a", [])).not.toBe(allow);
    expect(actionOf(arm, "a", [], { architecture: "arm64" })).toBe(allow);
  });

  it("keeps values of 64 bits", () => {
    const text =
      '{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"names":["a"],"action":"SCMP_ACT_ALLOW","args":[{"index":0,"op":"SCMP_CMP_EQ","value":18446744073709551613}]}]}';
    const [rule] = parseSeccompProfile(text).rules;
    expect(rule?.conditions[0]?.value).toBe(0xffff_ffff_ffff_fffdn);
  });
});

describe("reading a profile", () => {
  it("finds it inside of a runtime's config.json", () => {
    const text = JSON.stringify({ linux: { seccomp: { defaultAction: allow } } });
    expect(parseSeccompProfile(text).defaultAction).toBe(allow);
  });

  it("knows Docker's first format, with one name a rule", () => {
    expect(actionOf([{ name: "a", action: allow }], "a", [])).toBe(allow);
  });

  it.each([
    ["no JSON", "{"],
    ["a list", "[]"],
    ["no action", "{}"],
    ["an unknown action", '{"defaultAction":"SCMP_ACT_PERHAPS"}'],
    ["an argument that is none", rule('{"index":6,"op":"SCMP_CMP_EQ","value":1}')],
    ["an operator that is none", rule('{"index":0,"op":"EQ","value":1}')],
    ["a negative value", rule('{"index":0,"op":"SCMP_CMP_EQ","value":-1}')],
    [
      "a value of more than 64 bits",
      rule('{"index":0,"op":"SCMP_CMP_EQ","value":18446744073709551616}'),
    ],
    ["a fraction", rule('{"index":0,"op":"SCMP_CMP_EQ","value":1.5}')],
    ["names that are no list", '{"defaultAction":"SCMP_ACT_LOG","syscalls":[{"names":"read"}]}'],
  ])("refuses %s", (_, text) => {
    expect(() => parseSeccompProfile(text)).toThrow(expect.objectContaining({ code: "MALFORMED" }));
  });

  it("throws typed errors only, whatever it is given", () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        try {
          parseSeccompProfile(text);
        } catch (error) {
          expect(error).toMatchObject({ name: "PlimsollError" });
        }
      }),
    );
  });
});

function rule(condition: string): string {
  return `{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"names":["a"],"action":"SCMP_ACT_ALLOW","args":[${condition}]}]}`;
}

describe("the difference of two profiles", () => {
  const none = { capabilities: [] };

  it("is empty for a profile and itself", () => {
    fc.assert(
      fc.property(profileArbitrary, (profile) => {
        const one = resolveSeccomp(profile, none);
        expect(diffSeccomp(one, one).differences).toEqual([]);
      }),
    );
  });

  it("has a counter-example for every difference that any call shows", () => {
    fc.assert(
      fc.property(profileArbitrary, profileArbitrary, callArbitrary, (a, b, [name, values]) => {
        const [from, to] = [resolveSeccomp(a, none), resolveSeccomp(b, none)];
        const { differences, sampled } = diffSeccomp(from, to);
        expect(sampled).toEqual([]);
        for (const one of differences) {
          expect(evaluateSeccomp(from, one.name, one.values)).toEqual(one.from);
          expect(evaluateSeccomp(to, one.name, one.values)).toEqual(one.to);
        }
        const [before, after] = [from, to].map((side) => evaluateSeccomp(side, name, values));
        if (before!.action === after!.action && before!.errno === after!.errno) return;
        const place = name === "other" ? "(any other call)" : name;
        expect(
          differences.some(
            (one) =>
              (one.name === place || one.name === "(any other call)") &&
              one.from.action === before!.action &&
              one.to.action === after!.action,
          ),
        ).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("names the arguments for which clone differs", () => {
    const open = profileOf([{ names: ["clone"], action: allow }]);
    const { differences } = diffSeccomp(
      resolveSeccomp(docker, { capabilities }),
      resolveSeccomp(open, none),
      ["clone"],
    );
    expect(differences).toHaveLength(1);
    expect((differences[0]?.values[0] ?? 0n) & 0x7e020000n).not.toBe(0n);
  });

  const podman = "/usr/share/containers/seccomp.json";
  it.skipIf(!existsSync(podman))(
    "finds what Podman's default allows that Docker's does not (skipped without containers-common)",
    () => {
      const other = resolveSeccomp(parseSeccompProfile(readFileSync(podman, "utf8")), {
        capabilities,
      });
      const names = diffSeccomp(resolved, other).differences.map(({ name }) => name);
      expect(names).toContain("clone3");
      expect(names).toContain("mount");
      expect(names).not.toContain("read");
    },
  );
});
