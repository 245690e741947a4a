import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateLicence } from "../../src/licences/evaluate.ts";
import { parseExpression } from "../../src/licences/expression.ts";

const judge = (text: string, allow: string[], deny: string[] = []) =>
  evaluateLicence(parseExpression(text)!, { allow, deny }).result;

describe("evaluateLicence", () => {
  it("accepts a choice of which one licence is accepted", () => {
    expect(judge("MIT OR GPL-3.0-only", ["MIT"])).toBe("accepted");
    expect(judge("GPL-3.0-only OR MIT", [], ["GPL-3.0-only"])).toBe("accepted");
  });

  it("wants all of the licences that hold together", () => {
    expect(judge("MIT AND GPL-3.0-only", ["MIT"])).toBe("notAllowed");
    expect(judge("MIT AND GPL-3.0-only", [], ["strong-copyleft"])).toBe("denied");
    expect(judge("MIT AND ISC", ["permissive"])).toBe("accepted");
  });

  it("binds AND tighter than OR, and follows brackets", () => {
    expect(judge("MIT OR ISC AND GPL-3.0-only", ["MIT"])).toBe("accepted");
    expect(judge("(MIT OR ISC) AND GPL-3.0-only", ["MIT"])).toBe("notAllowed");
  });

  it("takes a licence for its later versions, too, and in the deprecated spelling", () => {
    expect(judge("GPL-2.0-or-later", [], ["GPL-2.0-only"])).toBe("denied");
    expect(judge("GPL-2.0", [], ["GPL-2.0-or-later"])).toBe("denied");
    expect(judge("Apache-1.1+", ["Apache-1.1"])).toBe("accepted");
  });

  it("lets an exception be accepted where the bare licence is denied", () => {
    const text = "GPL-2.0-only WITH Classpath-exception-2.0";
    expect(judge(text, [], ["GPL-2.0-only"])).toBe("denied");
    expect(judge(text, [text, "permissive"], ["strong-copyleft"])).toBe("accepted");
    expect(judge("GPL-2.0-only", [text], [])).toBe("notAllowed");
  });

  it("accepts everything without lists", () => {
    const one = fc.constantFrom("MIT", "GPL-2.0-only", "LicenseRef-x", "AGPL-3.0-only");
    const text = fc.array(one, { minLength: 1 }).map((all) => all.join(" AND "));
    fc.assert(fc.property(text, (it) => judge(it, []) === "accepted"));
  });

  it("refuses a conjunction when and only when it refuses a part of it", () => {
    const one = fc.constantFrom("MIT", "ISC", "GPL-2.0-only", "AGPL-3.0-only");
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 5 }), (all) => {
        const isRefused = (it: string) => judge(it, [], ["strong-copyleft"]) === "denied";
        expect(isRefused(all.join(" AND "))).toBe(all.some(isRefused));
        expect(isRefused(all.join(" OR "))).toBe(all.every(isRefused));
      }),
    );
  });
});
