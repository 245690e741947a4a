import { describe, expect, it } from "vitest";
import { run } from "./test-io.ts";

describe("plimsoll dct", () => {
  it.each([
    [["dct"], "Say what to do"],
    [["dct", "constructor"], "Say what to do"],
    [["dct", "inspect"], "Name the one repository"],
    [["dct", "inspect", "app:1.0"], "without a tag or digest"],
    [["dct", "verify", `app@sha256:${"a".repeat(64)}`], "knows tags, not digests"],
    [["dct", "sign", "dir:app"], "registry"],
    [["dct", "rotate", "app", "mirror"], "choose one of root"],
    [["dct", "add-signer", "app", "jeff"], "--public-key"],
    [["dct", "inspect", "app", "--server", "http://notary.test"], "not one to speak to"],
  ])("%j says what is wrong", async (argv, message) => {
    const { exitCode, out, err } = await run(...argv);
    expect(exitCode, out + err).toBe(2);
    expect(out + err).toContain(message);
  });
});
