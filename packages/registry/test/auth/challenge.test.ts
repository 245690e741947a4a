import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseChallenges } from "../../src/auth/challenge.ts";

const plain = (header: string) =>
  parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);

describe("parsing WWW-Authenticate", () => {
  it.each([
    [
      'Bearer realm="https://auth.example/token",service="reg",scope="repository:a/b:pull,push"',
      [
        [
          "bearer",
          {
            realm: "https://auth.example/token",
            service: "reg",
            scope: "repository:a/b:pull,push",
          },
        ],
      ],
    ],
    ['Basic realm="x"', [["basic", { realm: "x" }]]],
    ["BASIC", [["basic", {}]]],
    [
      'Negotiate abc==, Basic realm = "x" , charset=UTF-8',
      [
        ["negotiate", {}],
        ["basic", { realm: "x", charset: "UTF-8" }],
      ],
    ],
    [
      'Bearer Realm=one, Basic realm="t\\"wo"',
      [
        ["bearer", { realm: "one" }],
        ["basic", { realm: 't"wo' }],
      ],
    ],
    [', ,Bearer realm="a",realm="b"', [["bearer", { realm: "a" }]]],
    ["", []],
    ['realm="no scheme"', []],
  ])("reads %s", (header, expected) => {
    expect(plain(header)).toEqual(expected);
  });

  it("takes no parameter whose quote never closes", () => {
    expect(plain('Bearer realm="never closed')[0]).toEqual(["bearer", {}]);
  });

  it("reads back any challenges written as the RFC has them", () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,8}$/);
    const value = fc.string({ maxLength: 12 }).filter((text) => !/[^\x20-\x7e]/.test(text));
    const challenge = fc.tuple(
      name,
      fc.uniqueArray(fc.tuple(name, value), {
        maxLength: 4,
        selector: ([key]) => key.toLowerCase(),
      }),
    );
    fc.assert(
      fc.property(fc.array(challenge, { maxLength: 3 }), (challenges) => {
        const header = challenges
          .map(([scheme, pairs]) =>
            `${scheme} ${pairs.map(([key, text]) => `${key}="${text.replace(/["\\]/g, "\\$&")}"`).join(", ")}`.trim(),
          )
          .join(", ");
        expect(plain(header)).toEqual(
          challenges.map(([scheme, pairs]) => [
            scheme.toLowerCase(),
            Object.fromEntries(pairs.map(([key, text]) => [key.toLowerCase(), text])),
          ]),
        );
      }),
    );
  });

  it("never throws and never takes long, whatever is sent", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 200 }),
        (header) => void parseChallenges(header),
      ),
    );
    const started = performance.now();
    for (const unit of ['"\\', "a=", 'a="', "a ", "=", '"', ",", "a a="])
      parseChallenges(unit.repeat(50_000));
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
