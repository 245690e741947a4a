import * as z from "zod";
import { severitySchema } from "./severity.ts";

/** A capability that a process holds, and what it lets an attacker do. */
export const heldCapabilitySchema = z.object({
  /** As in capabilities(7): `CAP_NET_RAW`. */
  name: z.string(),
  severity: severitySchema,
  /** What it lets an attacker do, one sentence. */
  lets: z.string(),
  /** Where it comes from: `default`, `cap_add`, `privileged`. */
  from: z.string(),
});
export type HeldCapability = z.infer<typeof heldCapabilitySchema>;

/** What one container made from the image may do. */
export const containerPrivilegesSchema = z.object({
  /** `image` for the engine's defaults, else the file and service: `compose.yaml: services.web`. */
  origin: z.string(),
  /** As configured; empty means root. */
  user: z.string(),
  isRoot: z.boolean(),
  privileged: z.boolean(),
  noNewPrivileges: z.boolean(),
  /** What no process of the container can exceed. */
  bounding: z.array(z.string()),
  /** What the entrypoint's process holds when it starts. */
  effective: z.array(heldCapabilitySchema),
});
export type ContainerPrivileges = z.infer<typeof containerPrivilegesSchema>;

/** A file that raises the privileges of whoever runs it. */
export const privilegedFileSchema = z.object({
  path: z.string(),
  layer: z.string().optional(),
  /** Octal, with the setuid and setgid bits: `4755`. */
  mode: z.string(),
  uid: z.number().int(),
  gid: z.number().int(),
  setuid: z.boolean(),
  setgid: z.boolean(),
  /** File capabilities in the text form of cap_to_text(3), e.g. `cap_net_raw=ep`. */
  capabilities: z.string().optional(),
  /** What it lets an attacker do, one sentence. */
  lets: z.string(),
});
export type PrivilegedFile = z.infer<typeof privilegedFileSchema>;

export const privilegesSchema = z.object({
  containers: z.array(containerPrivilegesSchema).default([]),
  files: z.array(privilegedFileSchema).default([]),
});
export type Privileges = z.infer<typeof privilegesSchema>;
