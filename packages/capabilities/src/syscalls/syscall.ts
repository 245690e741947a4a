import { syscallTable } from "./table.ts";

/** Architectures whose system calls are known by number. */
export type SyscallArchitecture = "amd64" | "arm64";

/** A system call of Linux. */
export interface Syscall {
  readonly name: string;
  /** Its number by architecture; absent where the architecture has none. */
  readonly numbers: Readonly<Partial<Record<SyscallArchitecture, number>>>;
  /** The first kernel that has it, `5.12`; absent when that is not known. */
  readonly since?: string;
}

/** Every system call that is known, in the order of the numbers of x86-64. */
export const syscalls: readonly Syscall[] = syscallTable.map(([name, amd64, arm64, since]) => ({
  name,
  numbers: { ...(amd64 !== null && { amd64 }), ...(arm64 !== null && { arm64 }) },
  ...(since !== undefined && { since }),
}));

const byName = new Map(syscalls.map((syscall) => [syscall.name, syscall]));

/** `undefined` for a name that no kernel of these architectures has. */
export function findSyscall(name: string): Syscall | undefined {
  return byName.get(name);
}

/** The names that an architecture has, in the order of the table. */
export function syscallsOf(architecture: SyscallArchitecture): readonly string[] {
  return syscalls
    .filter(({ numbers }) => numbers[architecture] !== undefined)
    .map(({ name }) => name);
}

const byNumber = new Map<SyscallArchitecture, ReadonlyMap<number, string>>();

/** The name of a number, as a program of that architecture uses it. */
export function syscallName(architecture: SyscallArchitecture, number: number): string | undefined {
  let names = byNumber.get(architecture);
  if (names === undefined) {
    names = new Map(
      syscalls.flatMap(({ name, numbers }) =>
        numbers[architecture] === undefined ? [] : [[numbers[architecture], name] as const],
      ),
    );
    byNumber.set(architecture, names);
  }
  return names.get(number);
}
