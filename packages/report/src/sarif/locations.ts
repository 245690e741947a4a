import type { Finding, Report } from "@plimsoll/core";
import { plainLine } from "../escape/plain.ts";
import { pathToUri } from "../escape/uri.ts";
import { indexLayers } from "../summary/place.ts";
import { type DockerfileLines, indexDockerfile } from "./dockerfile-lines.ts";
import type { SarifLocation } from "./types.ts";

/** A file of the user's sources that belongs to the image. */
export interface SarifSource {
  /** Path from the repository's root. */
  path: string;
  /** Content of a Dockerfile: lets findings inside the image point at the line that made their layer. */
  text?: string;
}

/** Gives a finding its one physical location, as code scanning needs it. */
export type Locate = (finding: Finding) => SarifLocation;

/**
 * Findings in the sources are located there. What lies inside the image has no file in the
 * repository: it is shown at the Dockerfile line that made its layer, else at the Dockerfile's
 * `FROM`, and its path in the image becomes the logical location.
 */
export function createLocator(report: Report, sources: readonly SarifSource[]): Locate {
  const layers = indexLayers(report);
  const paths = new Set(sources.map(({ path }) => pathToUri(path)));
  const dockerfile = sources.find(({ path }) => isDockerfile(path)) ?? guessDockerfile(report);
  const lines = dockerfile?.text === undefined ? undefined : indexDockerfile(dockerfile.text);
  // Without any source the place is a file that every repository with an image should have.
  const fallback = pathToUri(dockerfile?.path ?? sources[0]?.path ?? "Dockerfile");
  return (finding) => {
    const { location } = finding;
    if (location !== undefined && isInSources(finding, paths)) {
      return physical(pathToUri(location.path), location.line ?? 1, location.column);
    }
    const layer = location?.layer === undefined ? undefined : layers.get(location.layer);
    const known =
      layer?.dockerfile?.path === dockerfile?.path ? layer?.dockerfile?.line : undefined;
    const line = known ?? lineOf(lines, location?.instruction ?? layer?.createdBy);
    const inner = plainLine(location?.path ?? finding.package?.purl ?? "", 1_000);
    return {
      ...physical(fallback, line),
      ...(inner !== "" && { logicalLocations: [{ fullyQualifiedName: inner, kind: "resource" }] }),
    };
  };
}

function lineOf(lines: DockerfileLines | undefined, createdBy: string | undefined): number {
  if (lines === undefined) return 1;
  return (createdBy === undefined ? undefined : lines.find(createdBy)) ?? lines.baseLine;
}

function physical(uri: string, startLine: number, startColumn?: number): SarifLocation {
  return {
    physicalLocation: {
      artifactLocation: { uri: uri === "" ? "Dockerfile" : uri },
      region: { startLine, ...(startColumn !== undefined && { startColumn }) },
    },
  };
}

/** What the caller names as sources is believed; without any, a file by its name and kind of finding. */
function isInSources({ kind, location, package: found }: Finding, paths: ReadonlySet<string>) {
  if (location === undefined || location.layer !== undefined || found !== undefined) return false;
  if (paths.size > 0) return paths.has(pathToUri(location.path));
  const isJudged = kind === "misconfiguration" || kind === "capability";
  return isJudged && (isDockerfile(location.path) || /\.ya?ml$/i.test(location.path));
}

function guessDockerfile({ findings }: Report): SarifSource | undefined {
  const path = findings.find(
    ({ location }) => location?.layer === undefined && isDockerfile(location?.path ?? ""),
  )?.location?.path;
  return path === undefined ? undefined : { path };
}

function isDockerfile(path: string): boolean {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  return /^(?:Dockerfile|Containerfile)(?:\.|$)|\.(?:Dockerfile|Containerfile)$/i.test(name);
}
