import type { TextEdit } from "@plimsoll/core";
import type { Dockerfile, Stage } from "../dockerfile/types.ts";
import type { Position } from "../text/position.ts";

/** `${NAME}` or `$NAME`, the only variable of an image's name. */
const variable = /\$\{(\w+)(?::-[^{}]*)?\}|\$(\w+)/g;

/**
 * Edits that make the shipped stages start from another image: of the FROM line that names it, or
 * of the ARG that holds the part of its name that changes. Stages that start from the same image
 * are changed alike.
 *
 * @param from the image as FROM names it, with variables replaced
 * @param to the image to name instead
 * @returns nothing where the file does not name `from`, or names it in a way that cannot be edited
 */
export function changeBase(file: Dockerfile, from: string, to: string): TextEdit[] {
  const edits = new Map<number, TextEdit>();
  for (const stage of file.stages) {
    if (!stage.isShipped || stage.base.image !== from || stage.base.stage !== undefined) continue;
    const edit = editFrom(file, stage, to) ?? editArgument(file, stage, to);
    if (edit) edits.set(edit.startLine, edit);
  }
  return [...edits.values()];
}

function editFrom(file: Dockerfile, { from, base }: Stage, to: string): TextEdit | undefined {
  const [word] = from.words;
  if (word === undefined || word.text !== base.image) return undefined;
  return replaceAt(file, word, word.text, to);
}

/** `FROM node:${VERSION}` with `ARG VERSION=20` before it. */
function editArgument(file: Dockerfile, { base }: Stage, to: string): TextEdit | undefined {
  const found = [...base.text.matchAll(variable)];
  const [match] = found;
  if (match === undefined || found.length > 1) return undefined;
  const prefix = base.text.slice(0, match.index);
  const suffix = base.text.slice(match.index + match[0].length);
  const isSamePlace =
    to.length > prefix.length + suffix.length && to.startsWith(prefix) && to.endsWith(suffix);
  if (!isSamePlace) return undefined;
  const name = match[1] ?? match[2];
  const assigned = file.globalArguments
    .flatMap(({ assignments }) => assignments)
    .findLast((assignment) => assignment.name === name);
  // A quoted or composed value is left to people.
  if (assigned?.text === undefined || assigned.text !== assigned.value) return undefined;
  const value = to.slice(prefix.length, to.length - suffix.length);
  return replaceAt(file, assigned, `${name}=${assigned.text}`, `${name}=${value}`);
}

/** An edit of one line; `undefined` when the text does not stand where it should. */
export function replaceAt(
  { path, lines }: Dockerfile,
  { line, column }: Position,
  text: string,
  replacement: string,
): TextEdit | undefined {
  const whole = lines[line - 1];
  const start = column - 1;
  const end = start + text.length;
  if (whole?.slice(start, end) !== text) return undefined;
  return {
    path,
    startLine: line,
    endLine: line,
    replacement: `${whole.slice(0, start)}${replacement}${whole.slice(end)}`,
  };
}
