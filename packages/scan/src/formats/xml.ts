/** An element of a simple XML file. */
export interface XmlElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: XmlElement[];
  /** The text before its first child and between its children, joined and trimmed. */
  text: string;
}

const deepest = 64;
const mostElements = 500_000;
const longestText = 4096;
const entities: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
};

/**
 * Reads the elements of an XML file; undefined for anything else. Document types are not read, and
 * neither are entities but XML's own: a file that has others keeps them as they stand.
 */
export function readXml(text: string): XmlElement | undefined {
  const root: XmlElement = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  let count = 0;
  let at = text.indexOf("<");
  while (at !== -1) {
    const end = endOfMarkup(text, at);
    if (end === -1) return undefined;
    const parent = open.at(-1)!;
    const next = text.indexOf("<", end);
    if (text.startsWith("</", at)) {
      if (open.length === 1 || text.slice(at + 2, end - 1).trim() !== parent.name) return undefined;
      open.pop();
    } else if (text[at + 1] !== "!" && text[at + 1] !== "?") {
      const tag = text.slice(at + 1, end - 1);
      const element = toElement(tag);
      count += 1;
      if (element === undefined || count > mostElements) return undefined;
      parent.children.push(element);
      if (!tag.endsWith("/")) open.push(element);
      if (open.length > deepest) return undefined;
    }
    const inner = text.slice(end, next === -1 ? end : Math.min(next, end + longestText)).trim();
    const element = open.at(-1)!;
    if (inner !== "" && element.text.length < longestText) element.text += decode(inner);
    at = next;
  }
  return open.length === 1 && root.children.length === 1 ? root.children[0] : undefined;
}

/** The elements of this name below `element`, one step down each part of the path. */
export function childrenOf(element: XmlElement | undefined, ...path: string[]): XmlElement[] {
  let found = element ? [element] : [];
  for (const part of path) {
    found = found.flatMap(({ children }) => children.filter(({ name }) => name === part));
  }
  return found;
}

/** The text of the first child of this name; undefined when there is none. */
export function textOf(element: XmlElement | undefined, name: string): string | undefined {
  return element?.children.find((child) => child.name === name)?.text;
}

function endOfMarkup(text: string, at: number): number {
  const closers = [
    ["<!--", "-->"],
    ["<![CDATA[", "]]>"],
    ["<?", "?>"],
  ] as const;
  const closer = closers.find(([opener]) => text.startsWith(opener, at))?.[1] ?? ">";
  const end = text.indexOf(closer, at);
  return end === -1 ? -1 : end + closer.length;
}

function toElement(tag: string): XmlElement | undefined {
  const name = /^[A-Za-z_][\w.:-]{0,127}/.exec(tag)?.[0];
  if (name === undefined) return undefined;
  const attributes: Record<string, string> = {};
  const pairs = tag.slice(name.length, name.length + longestText);
  for (const [, key, double, single] of pairs.matchAll(
    /\s([\w.:-]{1,128})\s{0,8}=\s{0,8}(?:"([^"]*)"|'([^']*)')/g,
  )) {
    if (key !== "__proto__") attributes[key!] = decode(double ?? single ?? "");
  }
  return { name, attributes, children: [], text: "" };
}

function decode(text: string): string {
  return text.replace(/&(\w{2,4});/g, (whole, name: string) => entities[name] ?? whole);
}
