import { severities } from "@plimsoll/core";
import { describe, expect, it } from "vitest";
import { capabilities, findCapability } from "../../src/model/capability.ts";

describe("the capabilities", () => {
  it("are the 41 of the kernel, each with its own number", () => {
    expect(capabilities).toHaveLength(41);
    expect(capabilities.map(({ number }) => number)).toEqual([...Array(41).keys()]);
    // include/uapi/linux/capability.h
    const numbers = {
      CAP_CHOWN: 0,
      CAP_SETPCAP: 8,
      CAP_NET_RAW: 13,
      CAP_SYS_MODULE: 16,
      CAP_SYS_ADMIN: 21,
      CAP_MKNOD: 27,
      CAP_SETFCAP: 31,
      CAP_SYSLOG: 34,
      CAP_AUDIT_READ: 37,
      CAP_BPF: 39,
      CAP_CHECKPOINT_RESTORE: 40,
    };
    for (const [name, number] of Object.entries(numbers)) {
      expect(findCapability(name)?.number, name).toBe(number);
    }
  });

  it("each say in a sentence of their own what they let an attacker do", () => {
    const sentences = capabilities.map(({ lets }) => lets);
    expect(new Set(sentences).size).toBe(41);
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].{20,200}\.$/);
    for (const { severity } of capabilities) expect(severities).toContain(severity);
  });
});
