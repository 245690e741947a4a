import {
  compileGlob,
  createFinding,
  type Finding,
  type Incomplete,
  redact,
  type SecretsConfig,
} from "@plimsoll/core";
import type { Image, ImageFacts, Located } from "@plimsoll/image";
import type { Detector } from "./detector.ts";
import { findInConfigText, namedVariable } from "./find-in-config.ts";
import type { FoundSecret, SecretFacts } from "./find-secrets.ts";
import { listConfigTexts } from "./image-config.ts";
import type { SecretSearch } from "./inspector.ts";
import { defaultRules } from "./rules.ts";
import { readSecretSettings } from "./settings.ts";

/** What an image gives away, and what could not be looked at. */
export interface Secrets {
  findings: Finding[];
  incomplete: Incomplete[];
}

type Layers = Pick<Image, "layers" | "config">;

const guidance = [
  "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
  "https://docs.docker.com/build/building/secrets/",
];

/**
 * Findings of kind `secret` from the facts of `secretInspector`: of all layers, also of files that a
 * later layer removed or replaced, and of the image's configuration (environment, labels, history,
 * entry point, command).
 *
 * @throws PlimsollError `INVALID_CONFIG` when a rule of the configuration cannot be used
 */
export function secretFindings(
  facts: ImageFacts,
  image: Layers,
  config: Omit<SecretsConfig, "enabled"> = { rules: [], allow: [], disable: [] },
): Secrets {
  const { inspector, search } = readSecretSettings(config);
  const { detectors } = search.rules ?? defaultRules();
  const judge = new Judge(detectors, config, image);
  const files = facts.of(inspector);
  return {
    findings: [...judge.files(files), ...judge.configuration(search)],
    incomplete: files.flatMap((file) => unreadOf(file, image)),
  };
}

/** A secret in a file, in the lowest layer that has it. */
interface Place {
  readonly secret: FoundSecret;
  readonly file: Located<SecretFacts>;
  /** Every file of this path with this value. */
  readonly all: Located<SecretFacts>[];
}

class Judge {
  readonly #detectors: ReadonlyMap<string, Detector>;
  readonly #image: Layers;
  readonly #disabled: ReadonlySet<string>;
  readonly #allowances: readonly Allowance[];

  constructor(
    detectors: readonly Detector[],
    config: Omit<SecretsConfig, "enabled">,
    image: Layers,
  ) {
    const all = [...detectors, namedVariable];
    this.#detectors = new Map(all.map((detector) => [detector.id, detector]));
    this.#disabled = new Set(config.disable);
    this.#allowances = config.allow.map(toAllowance);
    this.#image = image;
  }

  files(files: readonly Located<SecretFacts>[]): Finding[] {
    const places = new Map<string, Place>();
    for (const file of files) {
      for (const secret of file.fact.secrets) {
        const key = JSON.stringify([file.path, secret.detector, secret.identity]);
        const known = places.get(key);
        if (known === undefined) places.set(key, { secret, file, all: [file] });
        else known.all.push(file);
      }
    }
    return [...places.values()].flatMap((place) => this.#ofFile(place));
  }

  configuration(search: SecretSearch): Finding[] {
    const seen = new Set<string>();
    return listConfigTexts(this.#image.config).flatMap((entry) =>
      findInConfigText(entry, search).flatMap(({ name, ...secret }) => {
        const { source, instruction, layer } = entry;
        // ENV of a Dockerfile stands in the environment and in the history.
        const key = JSON.stringify([secret.detector, name, secret.identity]);
        if (seen.has(key)) return [];
        seen.add(key);
        return this.#finding(secret, {
          path: source,
          where: name === undefined ? source : `${source} ${name}`,
          description:
            "Whoever can pull the image reads its configuration, with docker inspect or docker history.",
          location: {
            path: "image configuration",
            ...(instruction !== undefined && { instruction: redact(instruction) }),
            ...(layer !== undefined && { layer }),
          },
          // The place in the history moves when a step is added in front of it.
          identity: [source.replace(/\[\d+\]/, ""), name],
        });
      }),
    );
  }

  #ofFile({ secret, file, all }: Place): Finding[] {
    const { path, layer } = file;
    return this.#finding(secret, {
      path,
      where: `/${path}`,
      description: this.#describe(all),
      location: { path, line: secret.line, column: secret.column, ...this.#madeBy(layer) },
      identity: [path],
    });
  }

  #finding(
    secret: FoundSecret,
    place: {
      path: string;
      where: string;
      description: string;
      location: NonNullable<Finding["location"]>;
      identity: (string | undefined)[];
    },
  ): Finding[] {
    const detector = this.#detectors.get(secret.detector);
    if (detector === undefined || this.#disabled.has(detector.id)) return [];
    const { id, title, fix, reference } = detector;
    const reason =
      secret.allowed ?? this.#allowances.find((one) => one.covers(place.path, secret))?.reason;
    return [
      createFinding({
        rule: id,
        kind: "secret",
        severity: detector.severity,
        confidence: confidenceOf(detector, secret),
        title: `${title} in ${place.where}`,
        description: place.description,
        location: place.location,
        evidence: { value: secret.preview, source: place.path },
        fix: { description: fix },
        references: [...(reference === undefined ? [] : [reference]), ...guidance],
        // CIS Docker Benchmark 1.6.0, 4.10: secrets are not stored in Dockerfiles
        peers: { cis: ["4.10"], dockle: ["CIS-DI-0010"] },
        identity: [...place.identity, secret.identity],
        ...(reason !== undefined && { status: "suppressed", suppression: { reason } }),
      }),
    ];
  }

  #describe(all: readonly Located[]): string {
    const gone = all.filter(({ hiddenBy }) => hiddenBy !== undefined);
    if (gone.length < all.length) {
      return "Whoever can pull the image can read it, and so can every process in its containers.";
    }
    const { layer, hiddenBy } = gone.at(-1)!;
    return `A later layer (${hiddenBy! + 1} of ${this.#image.layers.length}) deletes or replaces the file, but whoever can pull the image can still read it in layer ${layer + 1}.`;
  }

  #madeBy(index: number): { layer?: string; instruction?: string } {
    const { diffId, createdBy } = this.#image.layers[index] ?? {};
    return {
      ...(diffId && { layer: diffId }),
      ...(createdBy && { instruction: redact(createdBy) }),
    };
  }
}

/** A value whose checksum is wrong may be made up, or issued by a server of one's own. */
function confidenceOf({ family }: Detector, { verification }: FoundSecret): Finding["confidence"] {
  if (verification === "verified") return "high";
  return verification === "doubtful" || family === "generic" ? "low" : "medium";
}

interface Allowance {
  readonly reason: string;
  covers(path: string, secret: FoundSecret): boolean;
}

function toAllowance({
  rule,
  path,
  pattern,
  sha256,
  reason,
}: SecretsConfig["allow"][number]): Allowance {
  const isPath = path === undefined ? () => true : compileGlob(path);
  return {
    reason,
    covers: (at, { detector, identity }) =>
      // A pattern needs the value: the inspector has decided.
      pattern === undefined &&
      (rule === undefined || rule === detector) &&
      (sha256 === undefined || sha256.startsWith(identity)) &&
      isPath(at),
  };
}

function unreadOf({ path, layer, fact }: Located<SecretFacts>, { layers }: Layers): Incomplete[] {
  const { more, unread } = fact;
  const why = [
    ...(unread === undefined ? [] : [unread]),
    ...(more === undefined ? [] : [`${more} more values that look like secrets are not listed`]),
  ];
  const diffId = layers[layer]?.diffId;
  return why.map((text) => ({
    code: "LIMIT_EXCEEDED",
    what: path,
    why: `${text[0]!.toUpperCase()}${text.slice(1)}.`,
    ...(diffId && { layer: diffId }),
  }));
}
