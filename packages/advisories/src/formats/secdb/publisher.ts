import { member, text } from "../../records/fields.ts";

/** Whose packages a security database is about. */
export interface Publisher {
  readonly feed: string;
  /** As OSV writes it: `Alpine:v3.20`, `Wolfi`. */
  readonly ecosystem: string;
  /** What the page of a vulnerability starts with. */
  readonly page: string;
}

const pages = {
  alpine: "https://security.alpinelinux.org/vuln/",
  chainguard: "https://images.chainguard.dev/security/",
};
// `urlprefix`: where the packages are fetched.
const rolling: readonly (readonly [host: RegExp, publisher: Publisher])[] = [
  [/(?:^|\.)wolfi\.dev$/, { feed: "wolfi-secdb", ecosystem: "Wolfi", page: pages.chainguard }],
  [
    /(?:^|\.)cgr\.dev$/,
    { feed: "chainguard-secdb", ecosystem: "Chainguard", page: pages.chainguard },
  ],
];

/** The publisher of a document; `undefined` when its distribution or its release is not known. */
export function findPublisher(document: unknown): Publisher | undefined {
  const prefix = text(member(document, "urlprefix"));
  const host = URL.canParse(prefix) ? new URL(prefix).hostname : "";
  const found = rolling.find(([syntax]) => syntax.test(host))?.[1];
  if (found) return found;
  const release = text(member(document, "distroversion"));
  const isAlpine = host === "" || /(?:^|\.)alpinelinux\.org$/.test(host);
  if (!isAlpine || !/^(?:v\d+\.\d+|edge)$/.test(release)) return undefined;
  return { feed: "alpine-secdb", ecosystem: `Alpine:${release}`, page: pages.alpine };
}
