import type { Incomplete } from "@plimsoll/core";
import { besidePath } from "../text/path.ts";
import { type Report, readYamlMap } from "../yaml/read-map.ts";
import type { Branch, Scope } from "../yaml/tree.ts";
import { type DotenvVariable, readDotenv } from "./dotenv.ts";

const overrideNames = [
  "compose.override.yml",
  "compose.override.yaml",
  "docker-compose.override.yml",
  "docker-compose.override.yaml",
];
/** Files that one compose file may lead to. */
const maxFiles = 64;
/** Variables that `env_file` may give to all services together. */
const maxVariables = 50_000;

/** The compose file that is judged, and the files that it leads to, as far as their texts are at hand. */
export class ComposeProject {
  readonly path: string;
  readonly incomplete: Incomplete[] = [];
  /** Files that were asked for and not given. */
  readonly missing = new Set<string>();
  private variables = 0;
  private readonly files: ReadonlyMap<string, string>;
  private readonly maps = new Map<string, Branch | undefined>();

  /**
   * @param path of the file that is judged
   * @param files texts of other files, by their paths as seen from where `path` starts
   */
  constructor(path: string, files: ReadonlyMap<string, string>) {
    this.path = path;
    this.files = files;
  }

  /** Says what is wrong with a file. */
  reportOn(path: string): Report {
    return (line, code, why) => {
      if (this.incomplete.length < 1_000) {
        this.incomplete.push({ code, what: `${path}:${line}`, why });
      }
    };
  }

  /** The file that is judged. */
  readMain(text: string): Branch | undefined {
    return readYamlMap(text, this.reportOn(this.path), {
      scope: { environment: this.environmentOf(this.path) },
    });
  }

  /** Another compose file; undefined when it is not at hand or no map. */
  readOther(path: string): Branch | undefined {
    if (this.maps.has(path)) return this.maps.get(path);
    const text = this.textOf(path);
    if (text === undefined) return undefined;
    const scope: Scope = { path, environment: this.environmentOf(path) };
    const map = readYamlMap(text, this.reportOn(path), { scope });
    this.maps.set(path, map);
    return map;
  }

  /**
   * The file that `docker compose` merges over one of a default name when nobody names files: the
   * first of these that lies beside it (Docker's manual, "Merge Compose files").
   */
  readOverride(): Branch | undefined {
    if (!/(?:^|\/)(?:docker-)?compose\.ya?ml$/.test(this.path)) return undefined;
    const path = overrideNames
      .map((name) => besidePath(this.path, name))
      .find((each) => this.textOf(each) !== undefined);
    return path === undefined ? undefined : this.readOther(path);
  }

  /** The text of a file; one that is not at hand is noted as missing. */
  textOf(path: string): string | undefined {
    const text = this.files.get(path);
    if (text === undefined && this.missing.size < maxFiles) this.missing.add(path);
    return text;
  }

  /** Variables of a file; none once there were too many, which is said. */
  variablesOf(path: string, line: number): readonly DotenvVariable[] {
    if (this.variables >= maxVariables) return [];
    const variables = readDotenv(this.textOf(path) ?? "");
    this.variables += variables.length;
    if (this.variables >= maxVariables) {
      this.reportOn(this.path)(
        line,
        "LIMIT_EXCEEDED",
        "env_file gives more variables than are read",
      );
    }
    return variables;
  }

  /** `.env` beside the file that is judged, and beside this one (compose-spec, "Interpolation"). */
  private environmentOf(path: string): ReadonlyMap<string, string> {
    const environment = new Map<string, string>();
    for (const file of [path, this.path]) {
      const text = this.textOf(besidePath(file, ".env"));
      for (const { name, value } of readDotenv(text ?? "")) environment.set(name, value);
    }
    return environment;
  }
}
