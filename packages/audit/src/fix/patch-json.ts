import { isFields } from "../live/read.ts";

/** A member of the outermost object of a JSON text, by offsets. */
interface Member {
  readonly key: string;
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
}

/**
 * A JSON text with a merge patch applied (RFC 7396): members that the patch does not name keep their
 * place and every byte, new ones come last. An empty text counts as an empty object.
 *
 * @returns undefined for a text that is no JSON object, or gives a key twice
 */
export function patchJson(
  text: string,
  patch: Readonly<Record<string, unknown>>,
): string | undefined {
  let patched = text.trim() === "" ? `{}${text.includes("\n") ? text : "\n"}` : text;
  const before = parseObject(patched);
  if (before === undefined || readMembers(patched) === undefined) return undefined;
  for (const [key, change] of Object.entries(patch)) {
    const members = readMembers(patched);
    if (members === undefined) return undefined;
    const old = Object.hasOwn(before, key) ? before[key] : undefined;
    const value = change === null ? undefined : merge(old, change);
    if (JSON.stringify(value) === JSON.stringify(old)) continue;
    patched = setMember(patched, members, key, value);
  }
  return patched === "{}\n" && text.trim() === "" ? text : patched;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** RFC 7396, section 2 */
function merge(target: unknown, patch: unknown): unknown {
  if (!isFields(patch)) return patch;
  const merged = new Map(Object.entries(isFields(target) ? target : {}));
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) merged.delete(key);
    else merged.set(key, merge(merged.get(key), change));
  }
  return Object.fromEntries(merged);
}

/** Members of the outermost object of a text that is known to be JSON. */
function readMembers(text: string): Member[] | undefined {
  const members: Member[] = [];
  const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
  let depth = 0;
  let key: { text: string; start: number } | undefined;
  let valueStart: number | undefined;
  let end = 0;
  const close = () => {
    if (key === undefined || valueStart === undefined) return;
    members.push({ key: key.text, start: key.start, valueStart, end });
    key = undefined;
    valueStart = undefined;
  };
  for (const { 0: token, index } of text.matchAll(tokens)) {
    const isOutermost = depth === 1;
    if (token === "}" || token === "]") depth -= 1;
    if (isOutermost && (token === "," || depth === 0)) close();
    else if (isOutermost && key === undefined) {
      key = { text: JSON.parse(token) as string, start: index };
    } else if (isOutermost && token !== ":") valueStart ??= index;
    if (token === "{" || token === "[") depth += 1;
    end = index + token.length;
  }
  const keys = new Set(members.map((member) => member.key));
  return keys.size === members.length ? members : undefined;
}

function setMember(text: string, members: readonly Member[], key: string, value: unknown): string {
  const index = members.findIndex((member) => member.key === key);
  const [member, previous, next] = [members[index], members[index - 1], members[index + 1]];
  const open = text.indexOf("{") + 1;
  const [first] = members;
  const lead = first === undefined ? "\n  " : text.slice(open, first.start);
  const render = () => renderValue(value, lead);
  if (value === undefined) {
    if (member === undefined) return text;
    if (next !== undefined) return text.slice(0, member.start) + text.slice(next.start);
    return (
      text.slice(0, previous?.end ?? open) +
      text.slice(previous ? member.end : text.lastIndexOf("}"))
    );
  }
  if (member !== undefined) {
    return text.slice(0, member.valueStart) + render() + text.slice(member.end);
  }
  const last = members.at(-1);
  if (first === undefined || last === undefined) {
    const tail = text.slice(text.lastIndexOf("}"));
    return `${text.slice(0, open)}${lead}${JSON.stringify(key)}: ${render()}\n${tail}`;
  }
  const colon = text.slice(first.start + JSON.stringify(first.key).length, first.valueStart);
  const between = /\n/.test(lead) ? lead : lead === "" ? " " : lead;
  const name = `${JSON.stringify(key)}${/^\s*:\s*$/.test(colon) ? colon : ": "}`;
  return `${text.slice(0, last.end)},${between}${name}${render()}${text.slice(last.end)}`;
}

/** A value as the file writes its own: over several lines where its members stand in lines of their own. */
function renderValue(value: unknown, lead: string): string {
  const indent = /\n([ \t]*)$/.exec(lead)?.[1];
  if (indent === undefined) return JSON.stringify(value);
  const lineEnd = lead.includes("\r\n") ? "\r\n" : "\n";
  return JSON.stringify(value, null, indent).replaceAll("\n", lineEnd + indent);
}
