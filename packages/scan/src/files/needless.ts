import type { Inspector } from "@plimsoll/image";

/** What a file or folder of a build or of a person's own is, that no container needs. */
export type NeedlessKind = "repository" | "credentials" | "editor" | "build";

/** By name; a folder's name ends with a slash. */
const kinds: ReadonlyMap<string, NeedlessKind> = new Map([
  [".git/", "repository"],
  [".svn/", "repository"],
  [".hg/", "repository"],
  [".aws/", "credentials"],
  [".azure/", "credentials"],
  [".gcloud/", "credentials"],
  [".kube/", "credentials"],
  [".vscode/", "editor"],
  [".idea/", "editor"],
  [".vimrc", "editor"],
  [".DS_Store", "editor"],
  ["Dockerfile", "build"],
  ["Containerfile", "build"],
  ["docker-compose.yml", "build"],
  ["docker-compose.yaml", "build"],
  ["compose.yaml", "build"],
]);

/** Where packages bring such names along: examples, tests, libraries of others. */
const brought =
  /^(?:usr\/(?:share|lib|lib64|local\/lib|local\/go|src)|proc|sys|var\/lib)\/|(?:^|\/)(?:node_modules|vendor|site-packages|dist-packages|gems|testdata|pkg\/mod)\//;

/** Repositories, credentials' folders, settings of editors, build files. */
export const needlessInspector: Inspector<NeedlessKind> = {
  id: "needless-files",
  version: 1,

  wants({ path, type }) {
    const start = path.lastIndexOf("/") + 1;
    const first = path.charCodeAt(start);
    // `.`, `C`, `D`, `c`, `d`: most names are told by their first character.
    if (first !== 46 && first !== 67 && first !== 68 && first !== 99 && first !== 100) {
      return undefined;
    }
    return kindOf(path, type) === undefined ? undefined : 0;
  },

  inspect({ path, type }) {
    return kindOf(path, type);
  },
};

function kindOf(path: string, type: string): NeedlessKind | undefined {
  if (type !== "file" && type !== "directory") return undefined;
  const name = path.slice(path.lastIndexOf("/") + 1);
  const kind = kinds.get(type === "directory" ? `${name}/` : name);
  return kind === undefined || brought.test(path) ? undefined : kind;
}
