import {
  type ContainerPrivileges,
  createFinding,
  type Finding,
  type FindingInput,
} from "@plimsoll/core";

/** capabilities(7), the source of most rules here. */
export const capabilitiesManual = "https://man7.org/linux/man-pages/man7/capabilities.7.html";

/** Docker's own words on capabilities and options of `docker run`. */
export const dockerRunManual =
  "https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities";

/** What a rule says of one container; the rest follows from the container. */
export type ContainerFindingInput = Omit<FindingInput, "kind" | "identity" | "evidence"> & {
  /** What tells it from others of the same rule and container. */
  about?: string;
  /** The exact value read. */
  value: string;
};

/** A finding about one container: identified by its origin, which is also the evidence's source. */
export function containerFinding(
  container: Pick<ContainerPrivileges, "origin">,
  input: ContainerFindingInput,
): Finding {
  const { about, value, ...rest } = input;
  const path = fileOf(container.origin);
  return createFinding({
    ...rest,
    kind: "capability",
    identity: [container.origin, about],
    evidence: { value, source: container.origin },
    ...(path === undefined ? {} : { location: { path } }),
  });
}

/** `compose.yaml: services.web` names a file; `image` does not. */
function fileOf(origin: string): string | undefined {
  const colon = origin.indexOf(": ");
  return colon <= 0 ? undefined : origin.slice(0, colon);
}

/** `image` and `compose.yaml: services.web` as the subject of a sentence. */
export function nameOf({ origin }: Pick<ContainerPrivileges, "origin">): string {
  return origin === "image" ? "A container of this image" : origin;
}
