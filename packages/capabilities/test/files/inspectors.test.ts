import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fileCapabilitiesInspector,
  passwdInspector,
  setidInspector,
} from "../../src/files/inspectors.ts";
import { parsePasswd } from "../../src/files/passwd.ts";
import { maskOf } from "../../src/model/mask.ts";
import { capabilityAttribute, fileEntry } from "../support/image-facts.ts";

describe("the inspectors", () => {
  it("want setuid and setgid programs, their hard links too, without reading them", () => {
    const entries = [
      fileEntry("bin/su", { mode: 0o4755 }),
      fileEntry("bin/wall", { mode: 0o2755 }),
      fileEntry("bin/su2", { mode: 0o4755, type: "hardlink", linkTarget: "bin/su" }),
      fileEntry("bin/ls"),
      fileEntry("tmp", { mode: 0o1777, type: "directory" }),
      fileEntry("var/mail", { mode: 0o2775, type: "directory" }),
      fileEntry("dev/x", { mode: 0o4755, type: "character" }),
      fileEntry("bin/link", { mode: 0o4777, type: "symlink" }),
    ];
    expect(entries.map((entry) => setidInspector.wants(entry))).toEqual([
      0,
      0,
      0,
      ...Array(5).fill(undefined),
    ]);
  });

  it("decode file capabilities from the extended attribute", () => {
    const entry = fileEntry("bin/ping", { xattrs: capabilityAttribute(maskOf(["CAP_NET_RAW"])) });
    expect(fileCapabilitiesInspector.wants(entry)).toBe(0);
    expect(fileCapabilitiesInspector.inspect(entry, Buffer.alloc(0))).toMatchObject({
      permitted: "0000000000002000",
      effective: true,
    });
    const other = new Map([["user.note", new Uint8Array(4)]]);
    expect(fileCapabilitiesInspector.wants(fileEntry("x", { xattrs: other }))).toBeUndefined();
  });

  it("report a broken attribute instead of guessing", () => {
    const xattrs = new Map([["security.capability", new Uint8Array(7)]]);
    const entry = fileEntry("bin/x", { xattrs });
    expect(() => fileCapabilitiesInspector.inspect(entry, Buffer.alloc(0))).toThrow(
      expect.objectContaining({ code: "MALFORMED", subject: "bin/x" }),
    );
  });

  it("read the image's users, and refuse a passwd of impossible size", () => {
    const entry = fileEntry("etc/passwd", { size: 20 });
    expect(passwdInspector.wants(entry)).toBe(Number.POSITIVE_INFINITY);
    expect(passwdInspector.wants(fileEntry("app/etc/passwd"))).toBeUndefined();
    expect(passwdInspector.inspect(entry, Buffer.from("app:x:1000:1000::/:"))).toEqual([
      { name: "app", uid: 1000, gid: 1000 },
    ]);
    const huge = fileEntry("etc/passwd", { size: 1e10 });
    expect(passwdInspector.wants(huge)).toBe(0);
    expect(() => passwdInspector.inspect(huge, Buffer.alloc(0))).toThrow(
      expect.objectContaining({ code: "LIMIT_EXCEEDED" }),
    );
  });
});

describe("parsePasswd", () => {
  it("leaves out lines that are no user", () => {
    const text =
      "root:x:0:0:root:/root:/bin/sh\r\n# x:x:0:0\n\nbroken\n:x:1:1\nx:x:-1:0\ny:x:9999999999:0\nlast:x:5:6";
    expect(parsePasswd(text)).toEqual([
      { name: "root", uid: 0, gid: 0 },
      { name: "last", uid: 5, gid: 6 },
    ]);
  });

  it("never throws, and never gives a name or id that is none", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", ":", "0", "7", "\n", "\r", "#", "-") }),
        (text) => {
          for (const { name, uid, gid } of parsePasswd(text)) {
            expect(name).not.toBe("");
            expect(Number.isSafeInteger(uid) && Number.isSafeInteger(gid)).toBe(true);
          }
        },
      ),
    );
  });
});
