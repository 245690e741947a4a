import type { Severity } from "@plimsoll/core";
import type { PeerTool } from "./pragma.ts";
import type { AuditConfig, RuleData } from "./types.ts";

/** What another tool's configuration chooses, beside what it ignores: hadolint's. */
export interface PeerSettings {
  readonly tool: PeerTool;
  /** Severity by the tool's rule ids. */
  readonly severity: Readonly<Record<string, Severity>>;
  /** What the tool calls otherwise: it holds where the user's own configuration says nothing. */
  readonly config: Partial<
    Pick<AuditConfig, "trusted-registries" | "label-schema" | "strict-labels">
  >;
}

/** The user's configuration, and where it says nothing, that of other tools. */
export function withPeerSettings(
  config: Partial<AuditConfig>,
  settings: readonly PeerSettings[],
): Partial<AuditConfig> {
  let whole = config;
  for (const { config: theirs } of settings) {
    const isUnset = (key: "trusted-registries" | "label-schema") =>
      theirs[key] !== undefined && Object.keys(whole[key] ?? {}).length === 0;
    whole = {
      ...whole,
      ...(isUnset("trusted-registries") && { "trusted-registries": theirs["trusted-registries"]! }),
      ...(isUnset("label-schema") && { "label-schema": theirs["label-schema"]! }),
      ...(theirs["strict-labels"] === true && { "strict-labels": true }),
    };
  }
  return whole;
}

/** The severity that other tools' configurations give a rule that is the same there. */
export function peerSeverity(
  { peers }: Pick<RuleData, "peers">,
  settings: readonly PeerSettings[],
): Severity | undefined {
  for (const { tool, severity } of settings) {
    // hadolint runs ShellCheck, and names its rules by their codes.
    const ids = [...(peers[tool] ?? []), ...(tool === "hadolint" ? (peers.shellcheck ?? []) : [])];
    const named = ids.find((id) => Object.hasOwn(severity, id));
    if (named !== undefined) return severity[named];
  }
  return undefined;
}
