import { describe, expect, it } from "vitest";
import { findSyscall, syscallName, syscalls, syscallsOf } from "../../src/index.ts";

describe("the system calls", () => {
  it("have the numbers of the kernel's headers", () => {
    expect(findSyscall("read")).toEqual({
      name: "read",
      numbers: { amd64: 0, arm64: 63 },
      since: "1.0",
    });
    expect(syscallName("amd64", 59)).toBe("execve");
    expect(syscallName("arm64", 221)).toBe("execve");
    expect(findSyscall("open")?.numbers).toEqual({ amd64: 2 });
    expect(findSyscall("openat2")).toMatchObject({ numbers: { amd64: 437 }, since: "5.6" });
    expect(findSyscall("teleport")).toBeUndefined();
  });

  it("have one name for each number", () => {
    for (const architecture of ["amd64", "arm64"] as const) {
      const numbers = syscalls.flatMap(({ numbers }) => numbers[architecture] ?? []);
      expect(new Set(numbers).size).toBe(numbers.length);
      expect(syscallsOf(architecture)).toHaveLength(numbers.length);
    }
    expect(new Set(syscalls.map(({ name }) => name)).size).toBe(syscalls.length);
  });
});
