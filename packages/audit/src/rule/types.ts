import type { Config, Fix, Severity } from "@plimsoll/core";
import type { ImageConfig } from "@plimsoll/image";
import type { ComposeFile } from "../compose/types.ts";
import type { DevContainer } from "../devcontainer/types.ts";
import type { Dockerfile } from "../dockerfile/types.ts";
import type { KubernetesFile } from "../kubernetes/types.ts";
import type { LiveSnapshot } from "../live/types.ts";
import type { Workflow } from "../workflow/types.ts";
import type { Pragma } from "./pragma.ts";

/** The key `audit` of `plimsoll.yml`. */
export type AuditConfig = Config["audit"];

/** What a rule says of itself. */
export interface RuleData {
  /** Stable, in kebab case: `dockerfile-user-root`. */
  readonly id: string;
  /** One line, what is wrong where the rule fails. */
  readonly title: string;
  readonly severity: Severity;
  /** Why it matters. */
  readonly description: string;
  /** What to do, as a sentence. */
  readonly remediation: string;
  /** URLs */
  readonly references: readonly string[];
  /** Ids of the same concept in other tools and benchmarks. */
  readonly peers: Readonly<Record<string, readonly string[]>>;
  /** True for a matter of taste: run only when the configuration names it, or all are asked for. */
  readonly optional?: boolean;
}

/** One place where a rule fails, cannot tell, or leaves the word to another rule. */
export interface Observation {
  /** Given when the rule cannot tell: why. */
  readonly unknown?: string;
  /** Given when another rule's failure makes this one meaningless here: which. Not a pass. */
  readonly notApplicable?: string;
  /** More exact than the rule's title. */
  readonly title?: string;
  readonly confidence?: "low" | "medium" | "high";
  /** What is judged, where it is not the snapshot as a whole: another file, `container:web`. */
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
  /** diffID */
  readonly layer?: string;
  /** The instruction judged. */
  readonly instruction?: string;
  /** The service judged; added to the title. */
  readonly service?: string;
  /** What is judged in a file that holds several, e.g. `Deployment web, container app`; added to the title. */
  readonly subject?: string;
  /** The text read; redacted before it is reported. */
  readonly value: string;
  /** Where it was read from, e.g. `Dockerfile:3`. */
  readonly source: string;
  /** In place of the rule's remediation. */
  readonly fix?: Fix;
  /** What tells it from others of the rule, without line numbers; redacted before it is used. */
  readonly identity: readonly (string | undefined)[];
  /** Pragmas that stand at this place. */
  readonly pragmas?: readonly Pragma[];
}

/** The rule has nothing to look at. */
export interface NotApplicable {
  readonly notApplicable: string;
}

/** What a rule says of a file: where it fails (nowhere: it passes), or that it does not apply. */
export type Judgement = readonly Observation[] | NotApplicable;

/** A rule: data and a pure function. */
export interface Rule<Target extends string, Snapshot> extends RuleData {
  readonly target: Target;
  /** @param config what the user chose; keys left out change nothing */
  check(snapshot: Snapshot, config: Partial<AuditConfig>): Judgement;
}

/** A rule over a Dockerfile. */
export type DockerfileRule = Rule<"dockerfile", Dockerfile>;
/** A rule over a compose file. */
export type ComposeRule = Rule<"compose", ComposeFile>;
/** The configuration of an image, and what the image is called. */
export type ImageSnapshot = ImageConfig & {
  /** As in `docker pull`; undefined where it was not named so. */
  readonly reference?: string;
};
/** A rule over an image configuration. */
export type ImageRule = Rule<"image", ImageSnapshot>;
/** A rule over an engine, its containers and its host. */
export type LiveRule = Rule<"live", LiveSnapshot>;
/** A rule over a file of Kubernetes objects. */
export type KubernetesRule = Rule<"kubernetes", KubernetesFile>;
/** A rule over a devcontainer.json. */
export type DevContainerRule = Rule<"devcontainer", DevContainer>;
/** A rule over a GitHub workflow. */
export type WorkflowRule = Rule<"workflow", Workflow>;
/** Any rule; `target` says what it judges. */
export type AuditRule =
  | DockerfileRule
  | ComposeRule
  | ImageRule
  | LiveRule
  | KubernetesRule
  | DevContainerRule
  | WorkflowRule;
