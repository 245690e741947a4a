import { isPlimsollError } from "@plimsoll/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatAddress, parseAddress } from "../src/address.ts";
import { chooseApiVersion } from "../src/api-version.ts";

describe("an engine's address", () => {
  it.each([
    ["unix:///var/run/docker.sock", "unix:///var/run/docker.sock"],
    ["tcp://10.0.0.1", "tcp://10.0.0.1:2375"],
    ["tcp://build.example:1234/", "tcp://build.example:1234"],
    ["tcp://build.example:80", "tcp://build.example:80"],
    ["http://[::1]:2375", "tcp://[::1]:2375"],
    ["https://build.example", "tcp://build.example:2376"],
  ])("%s means %s", (text, formatted) => {
    const address = parseAddress(text);
    expect(formatAddress(address)).toBe(formatted);
    expect(address).toMatchObject(
      text.startsWith("unix") ? { kind: "socket" } : { secure: text.startsWith("https") },
    );
  });

  it("over tcp is port 2376 when TLS is configured", () => {
    expect(parseAddress("tcp://build.example", true)).toEqual({
      kind: "tcp",
      host: "build.example",
      port: 2376,
      secure: true,
    });
  });

  it.each([
    ["ssh://user@build.example", "UNSUPPORTED", /Forward the socket/],
    ["npipe:////./pipe/docker_engine", "UNSUPPORTED", /unix:/],
    ["unix://relative", "INVALID_ARGUMENT", /absolute path/],
    ["/var/run/docker.sock", "INVALID_ARGUMENT", /unix:/],
    ["tcp://", "INVALID_ARGUMENT", /tcp:/],
    ["tcp://host:99999", "INVALID_ARGUMENT", /tcp:/],
    ["tcp://user:secret@host", "INVALID_ARGUMENT", /tcp:/],
    ["tcp://host/path?x", "INVALID_ARGUMENT", /tcp:/],
    ["ftp://host", "INVALID_ARGUMENT", /tcp:/],
  ])("%s is refused with advice", (text, code, advice) => {
    try {
      parseAddress(text);
      expect.unreachable();
    } catch (error) {
      if (!isPlimsollError(error)) throw error;
      expect(error.code).toBe(code);
      expect(error.action).toMatch(advice);
      expect(`${error.message} ${error.subject}`).not.toContain("secret");
    }
  });

  it("of any text is an address or a typed error, and an address is read back", () => {
    const scheme = fc.constantFrom(
      "tcp://",
      "unix://",
      "unix:///",
      "http://",
      "https://",
      "ssh://",
      "",
    );
    fc.assert(
      fc.property(scheme, fc.string({ unit: "binary", maxLength: 30 }), (prefix, rest) => {
        try {
          const address = parseAddress(prefix + rest);
          const again = parseAddress(
            formatAddress(address),
            address.kind === "tcp" && address.secure,
          );
          expect(again).toEqual(address);
        } catch (error) {
          if (!isPlimsollError(error)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("the API version", () => {
  it.each([
    ["1.41", "1.41"],
    ["1.24", "1.24"],
    ["1.999", "1.52"],
    ["2.0", "1.52"],
    [undefined, "1.24"],
    ["../x", "1.24"],
  ])("for an engine that offers %s is %s", (offered, expected) => {
    expect(chooseApiVersion(offered, "unix:///x")).toBe(expected);
  });

  it("of an engine older than Docker 1.12 is refused", () => {
    expect(() => chooseApiVersion("1.23", "unix:///x")).toThrow(/too old/);
  });
});
