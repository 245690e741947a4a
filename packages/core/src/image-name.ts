import type { Subject } from "./subject.ts";

/** The repository of an image, and its tag where it was named by one. */
export interface ImageName {
  /** In full and in lower case: `docker.io/library/debian`. */
  repository: string;
  tag?: string;
}

const namedSources = ["registry", "docker-daemon", "containers-storage", "containerd"];

/** The name by which a registry or daemon knows what a report is about; none for files and folders. */
export function imageNameOf(subject: Subject): ImageName | undefined {
  const text = namedBy(subject);
  if (text === undefined) return undefined;
  const [name = ""] = text
    .replace(/^(?:registry|docker-daemon|containers-storage|containerd):/, "")
    .split("@", 1);
  const colon = name.lastIndexOf(":");
  const hasTag = colon > name.lastIndexOf("/");
  const repository = fullRepository(hasTag ? name.slice(0, colon) : name);
  if (repository === undefined) return undefined;
  return { repository, ...(hasTag && { tag: name.slice(colon + 1) }) };
}

function namedBy({ kind, reference, source, describes, container }: Subject): string | undefined {
  if (kind === "sbom") return describes?.name;
  if (container !== undefined) return container.image;
  return source !== undefined && namedSources.includes(source) ? reference : undefined;
}

const hubNames = ["docker.io", "index.docker.io", "registry-1.docker.io"];

/** `host/path`, with what Docker leaves out of the names of its hub; `undefined` for an empty text. */
export function fullRepository(text: string): string | undefined {
  const path = text
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/\/+$/, "");
  if (path === "") return undefined;
  const [host = "", ...rest] = path.split("/");
  const isHost = rest.length > 0 && (/[.:]/.test(host) || host === "localhost");
  if (isHost && !hubNames.includes(host)) return path;
  const parts = isHost ? rest : [host, ...rest];
  return `docker.io/${parts.length === 1 ? `library/${parts[0]}` : parts.join("/")}`;
}
