import type { CommandSpec } from "./command.ts";
import { auditingCommands } from "./specs/auditing.ts";
import { checkingCommands } from "./specs/checking.ts";
import { signingCommands } from "./specs/signing.ts";
import { supplyingCommands } from "./specs/supplying.ts";

/** Every command, in the order of the help text. */
export const commands: readonly CommandSpec[] = [
  ...checkingCommands,
  ...auditingCommands,
  ...signingCommands,
  ...supplyingCommands,
];
