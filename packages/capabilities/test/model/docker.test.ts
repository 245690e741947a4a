import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { capabilities } from "../../src/model/capability.ts";
import { dockerCapabilities, dockerDefaults, originOf } from "../../src/model/docker.ts";
import { allCapabilities, formatMask, maskOf, namesOf } from "../../src/model/mask.ts";
import { nearestCapability, normaliseCapability } from "../../src/model/name.ts";

describe("Docker's capabilities", () => {
  it("are the 14 that a container shows in /proc/self/status", () => {
    expect(namesOf(dockerDefaults)).toHaveLength(14);
    expect(formatMask(dockerDefaults)).toBe("00000000a80425fb");
    expect(dockerCapabilities({})).toBe(dockerDefaults);
  });

  it("lose what is dropped and then gain what is added", () => {
    const held = dockerCapabilities({
      capDrop: ["NET_RAW", "chown"],
      capAdd: ["SYS_TIME", "CAP_NET_RAW"],
    });
    const expected = (dockerDefaults & ~maskOf(["CAP_CHOWN"])) | maskOf(["CAP_SYS_TIME"]);
    expect(held).toBe(expected);
  });

  it("are only those added once all are dropped, whatever the order in the file", () => {
    const settings = { capDrop: ["MKNOD", "all"], capAdd: ["NET_BIND_SERVICE"] };
    expect(namesOf(dockerCapabilities(settings))).toEqual(["CAP_NET_BIND_SERVICE"]);
  });

  it("are all but those dropped by name once all are added", () => {
    expect(dockerCapabilities({ capAdd: ["ALL"], capDrop: ["SYS_ADMIN"] })).toBe(
      allCapabilities & ~maskOf(["CAP_SYS_ADMIN"]),
    );
    expect(dockerCapabilities({ capAdd: ["ALL"], capDrop: ["ALL"] })).toBe(allCapabilities);
  });

  it("are all in a privileged container, whatever is dropped", () => {
    expect(dockerCapabilities({ privileged: true, capDrop: ["ALL"] })).toBe(allCapabilities);
  });

  it("tell where each comes from", () => {
    const settings = { capDrop: ["CHOWN"], capAdd: ["CHOWN", "SYS_TIME", "KILL"] };
    expect(
      ["CAP_CHOWN", "CAP_SYS_TIME", "CAP_KILL"].map((name) => originOf(name, settings)),
    ).toEqual(["cap_add", "cap_add", "default"]);
    expect(originOf("CAP_KILL", { privileged: true })).toBe("privileged");
  });

  it("never exceed all capabilities, and only `privileged` ignores a drop by name", () => {
    const name = fc.constantFrom("ALL", ...capabilities.map((one) => one.name));
    fc.assert(
      fc.property(
        fc.array(name, { maxLength: 6 }),
        fc.array(name, { maxLength: 6 }),
        (capAdd, capDrop) => {
          const held = dockerCapabilities({ capAdd, capDrop });
          expect(held & ~allCapabilities).toBe(0n);
          for (const dropped of capDrop.filter((one) => one !== "ALL" && !capAdd.includes(one))) {
            expect(namesOf(held)).not.toContain(dropped);
          }
        },
      ),
    );
  });
});

describe("normaliseCapability", () => {
  it("reads every spelling that people use", () => {
    for (const text of ["net_raw", "NET_RAW", "CAP_NET_RAW", " cap_net_raw "]) {
      expect(normaliseCapability(text)).toBe("CAP_NET_RAW");
    }
    expect(normaliseCapability("all")).toBe("ALL");
  });

  it("refuses a name that does not exist, and names the nearest", () => {
    const typos = {
      SYS_ADMN: "CAP_SYS_ADMIN",
      "NET-RAW": "CAP_NET_RAW",
      CAP_ALL: "CAP_",
      NETADMIN: "CAP_NET_ADMIN",
    };
    for (const [typo, nearest] of Object.entries(typos)) {
      expect(() => normaliseCapability(typo), typo).toThrow(
        expect.objectContaining({
          code: "INVALID_ARGUMENT",
          action: expect.stringContaining(nearest),
        }),
      );
    }
  });

  it("finds a nearest name for anything, quickly", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(nearestCapability(text)).toMatch(/^CAP_/);
      }),
    );
    expect(nearestCapability("x".repeat(1_000_000))).toMatch(/^CAP_/);
  });
});
