/** A line of a file of variables. */
export interface DotenvVariable {
  readonly name: string;
  readonly value: string;
  readonly line: number;
}

/** Variables of a file that are read. */
const maxVariables = 2_000;

/** Reads `.env` and other files of variables: `NAME=value`, with or without quotes and `export`. */
export function readDotenv(text: string): DotenvVariable[] {
  const variables: DotenvVariable[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (variables.length >= maxVariables) break;
    const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=(.*)$/.exec(line.slice(0, 10_000));
    if (match === null) continue;
    variables.push({ name: match[1]!, value: unquote(match[2]!.trim()), line: index + 1 });
  }
  return variables;
}

function unquote(value: string): string {
  const quote = value[0];
  if (quote === '"' || quote === "'") {
    const end = value.indexOf(quote, 1);
    return end === -1 ? value.slice(1) : value.slice(1, end);
  }
  const comment = value.search(/\s#/);
  return comment === -1 ? value : value.slice(0, comment).trimEnd();
}
