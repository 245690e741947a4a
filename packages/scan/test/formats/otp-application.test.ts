import { describe, expect, it } from "vitest";
import { parseOtpApplication } from "../../src/formats/otp-application.ts";
import { expectOnlyTypedErrors } from "../support/mutate.ts";

const phoenix = `{application,phoenix,
             [{applications,[kernel,stdlib]},
              {description,"says \\"{vsn,\\"9.9\\"}\\""},
              {vsn,"1.7.10"}]}.
`;

describe("parseOtpApplication", () => {
  it("reads name and version, wherever the version stands", () => {
    expect(parseOtpApplication(phoenix, "x")).toEqual({
      name: "phoenix",
      version: "1.7.10",
      licences: [],
    });
    const quoted = "{ application, 'my-app',\n [ { vsn, \"0.1\" } ] }.";
    expect(parseOtpApplication(quoted, "x")).toMatchObject({ name: "my-app", version: "0.1" });
  });

  it("passes over comments", () => {
    const text = `%% {application,other,[{vsn,"9"}]}.\n${phoenix}`;
    expect(parseOtpApplication(text, "x")).toMatchObject({ name: "phoenix", version: "1.7.10" });
  });

  it("throws MALFORMED without name or version", () => {
    for (const text of ["", "{application,a,[]}.", '[{vsn,"1"}]', "{application,a,[{vsn,git}]}"]) {
      expect(() => parseOtpApplication(text, "x")).toThrow(
        expect.objectContaining({ code: "MALFORMED", subject: "x" }),
      );
    }
  });

  it("throws typed errors only, however the file is damaged", () => {
    expectOnlyTypedErrors((text) => parseOtpApplication(text, "x"), [phoenix]);
  });

  it("reads hostile text in bounded time", () => {
    for (const piece of ["{", "{application,", '{vsn,"', "%\n", " \n"]) {
      expect(() => parseOtpApplication(piece.repeat(150_000), "x")).toThrow();
    }
  });
});
