import type { ComposeFile } from "./types.ts";

/** A Dockerfile that stands in a compose file. */
export interface InlineDockerfile {
  readonly service: string;
  /** Its lines at the places where they stand in the compose file, what is before them left blank. */
  readonly text: string;
}

/** How many are read; aliases repeat one at no cost to the file. */
const maxInline = 50;

/**
 * The Dockerfiles under `build.dockerfile_inline`. A block scalar is taken line by line, so that
 * findings have the compose file's lines; another style, which may fold lines, lies in its first line.
 */
export function readInlineDockerfiles(file: ComposeFile): InlineDockerfile[] {
  return file.services
    .flatMap(({ name, build }) =>
      build?.inline === undefined ? [] : [{ name, inline: build.inline }],
    )
    .slice(0, maxInline)
    .map(({ name, inline }) => {
      const header = (file.lines[inline.line - 1] ?? "").slice(inline.column - 1);
      const isBlock = /^\|[-+\d]*\s*(?:#.*)?$/.test(header);
      // Interpolation is the file's: $$ is one dollar sign, which changes no line.
      const before = isBlock ? inline.line : inline.line - 1;
      return { service: name, text: "\n".repeat(before) + inline.value };
    });
}
