import { isSecretName } from "./names.ts";
import { canBeSecret, maskTokens } from "./values.ts";

/** UTF-16 units of a text that are looked at; what lies behind is cut off. */
const maxLength = 4_000;

// The look-behind keeps a long run of letters from being tried at each of its letters.
const assignment =
  /(?<![A-Za-z0-9_.-])([A-Za-z_][A-Za-z0-9_.-]{0,199})(=|: {0,2})("[^"]*"|'[^']*'|[^\s"';&|]+)/g;
const option =
  /(?<![\w-])(--?[a-z][a-z0-9-]{0,60})( {1,4}|=)("[^"]*"|'[^']*'|[^\s"';&|-][^\s"';&|]*)/gi;
/** `curl -u name:password`, `echo name:password | chpasswd`. */
const userPassword = /(?<![\w./:-])([\w.-]{1,64}):([^\s:/"'|@]{1,200})(?=["']?\s{0,4}(?:\||$|\s))/g;

/**
 * `text` without secrets: values of variables and options with a secret's name, tokens of a known
 * form, passwords in URLs. Cut at 4,000 characters, at white space, so that no half of a secret
 * survives.
 */
export function redact(text: string): string {
  const masked = maskTokens(cut(text))
    .replace(assignment, (whole, name: string, separator: string, value: string) =>
      isSecretName(name) && canBeSecret(value.replace(/^["']|["']$/g, ""))
        ? `${name}${separator}****`
        : whole,
    )
    .replace(option, (whole, name: string, separator: string) =>
      isSecretName(name.replace(/^-+/, "")) ? `${name}${separator}****` : whole,
    );
  return /(?:chpasswd|\s-u|--user)\b/.test(masked)
    ? masked.replace(userPassword, "$1:****")
    : masked;
}

function cut(text: string): string {
  if (text.length <= maxLength) return text;
  const head = text.slice(0, maxLength);
  const space = Math.max(head.lastIndexOf(" "), head.lastIndexOf("\n"));
  return `${head.slice(0, Math.max(space, 0))} …`;
}
