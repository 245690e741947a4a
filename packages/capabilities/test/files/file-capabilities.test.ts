import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatFileCapabilities, parseCapabilityText } from "../../src/files/capability-text.ts";
import { parseFileCapabilities } from "../../src/files/file-capabilities.ts";
import { allCapabilities, maskOf } from "../../src/model/mask.ts";
import { capabilityAttribute } from "../support/image-facts.ts";

function decode(hex: string): ReturnType<typeof parseFileCapabilities> {
  return parseFileCapabilities(Buffer.from(hex.replaceAll(" ", ""), "hex"), "bin/ping");
}

const netRaw = maskOf(["CAP_NET_RAW"]);

describe("parseFileCapabilities", () => {
  it("decodes what setcap writes (revision 2)", () => {
    const file = decode("01000002 00200000 00000000 00000000 00000000");
    expect(file).toEqual({ revision: 2, permitted: netRaw, inheritable: 0n, effective: true });
  });

  it("decodes capabilities above 31", () => {
    expect(decode("00000002 00000000 00000000 80000000 00010000").permitted).toBe(
      maskOf(["CAP_BPF"]),
    );
    expect(decode("00000002 00000000 00000000 80000000 00010000").inheritable).toBe(
      maskOf(["CAP_CHECKPOINT_RESTORE"]),
    );
  });

  it("decodes revision 1, and the root id of revision 3", () => {
    expect(decode("01000001 00200000 00000000")).toMatchObject({ revision: 1, permitted: netRaw });
    const namespaced = decode("01000003 00200000 00000000 00000000 00000000 e8030000");
    expect(namespaced).toMatchObject({ revision: 3, rootId: 1000 });
    expect(formatFileCapabilities(namespaced)).toBe("cap_net_raw=ep [rootid=1000]");
  });

  it("refuses sizes and revisions that do not fit", () => {
    for (const hex of [
      "",
      "01",
      "01000002",
      "01000004 00200000 00000000 00000000 00000000",
      "01000003 00200000 00000000 00000000 00000000",
    ]) {
      expect(() => decode(hex), hex).toThrow(
        expect.objectContaining({ code: "MALFORMED", subject: "bin/ping" }),
      );
    }
  });

  it("gives a value or MALFORMED for any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), (bytes) => {
        try {
          expect(formatFileCapabilities(parseFileCapabilities(bytes, "x"))).not.toBe("");
        } catch (error) {
          expect(error).toMatchObject({ code: "MALFORMED" });
        }
      }),
    );
  });
});

describe("formatFileCapabilities", () => {
  it("writes what getcap of libcap 2.66 prints for the same attribute", () => {
    const file = { revision: 2, permitted: 0n, inheritable: 0n, effective: true } as const;
    const chown = maskOf(["CAP_CHOWN"]);
    const kill = maskOf(["CAP_KILL"]);
    const printed: [Partial<Parameters<typeof formatFileCapabilities>[0]>, string][] = [
      [{ permitted: netRaw | maskOf(["CAP_NET_ADMIN"]) }, "cap_net_admin,cap_net_raw=ep"],
      [{ permitted: allCapabilities }, "=ep"],
      [{ permitted: chown, effective: false }, "cap_chown=p"],
      [{ permitted: kill, inheritable: kill | chown, effective: false }, "cap_kill=ip cap_chown+i"],
      [{ permitted: allCapabilities & ~chown }, "=ep cap_chown-ep"],
      [
        { permitted: allCapabilities & ~chown, inheritable: allCapabilities, effective: false },
        "=ip cap_chown-p",
      ],
      [{}, "="],
    ];
    for (const [more, text] of printed)
      expect(formatFileCapabilities({ ...file, ...more })).toBe(text);
  });

  it("writes a form that parseCapabilityText reads back", () => {
    const mask = fc.bigInt({ min: 0n, max: allCapabilities });
    fc.assert(
      fc.property(mask, mask, fc.boolean(), (permitted, inheritable, effective) => {
        const bytes = capabilityAttribute(permitted, { inheritable, effective }).get(
          "security.capability",
        )!;
        const text = formatFileCapabilities(parseFileCapabilities(bytes, "x"));
        const hasAny = (permitted | inheritable) !== 0n;
        expect(parseCapabilityText(text)).toEqual({
          permitted,
          inheritable,
          effective: effective && hasAny,
        });
      }),
    );
  });

  it("refuses text that names no capability", () => {
    for (const text of ["", "cap_nothing=ep", "cap_chown", "cap_chown=x", "cap_chown=ep,"]) {
      expect(() => parseCapabilityText(text), text).toThrow(
        expect.objectContaining({ code: "MALFORMED" }),
      );
    }
  });
});
