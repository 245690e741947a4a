import { type Cell, readTablePage, type TablePage } from "./page.ts";
import type { PageSource } from "./payload.ts";

/** Hears of a page that a walk could not follow; `why` is a sentence without its subject. */
export type PageFaultListener = (page: number, why: string) => void;

/** A walk bounds a file to 50 MB, which is about 98,000 of the smallest pages. */
const mostPages = 200_000;

/** Calls `visit` for every page of the table whose tree begins at `root`; false ends the walk. */
export function walkTable(
  pages: PageSource,
  root: number,
  usableBytes: number,
  visit: (number: number, page: TablePage) => boolean,
  onFault: PageFaultListener,
): void {
  walkTree(
    root,
    (number) => {
      const bytes = pages(number);
      if (bytes === undefined) {
        onFault(number, "lies past the end of the file");
        return [];
      }
      const page = readTablePage(bytes, number, usableBytes);
      if (page === undefined) {
        onFault(number, "is not a page of a table");
        return [];
      }
      if (page.broken > 0) onFault(number, `has ${page.broken} cells that cannot be read`);
      if (!visit(number, page)) return undefined;
      return page.kind === "interior" ? page.children : [];
    },
    onFault,
  );
}

/**
 * Visits `root` and what `childrenOf` says is below it, in order and each page once: a hostile tree
 * may lead in a circle. `childrenOf` answers with undefined to end the walk.
 */
export function walkTree(
  root: number,
  childrenOf: (number: number) => readonly number[] | undefined,
  onFault: PageFaultListener,
): void {
  const seen = new Set([root]);
  const waiting = [root];
  for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
    const children = childrenOf(number);
    if (children === undefined) return;
    if (seen.size + children.length > mostPages) {
      onFault(number, `leads to more than ${mostPages} pages; they were not read`);
      return;
    }
    for (let i = children.length - 1; i >= 0; i -= 1) {
      const child = children[i]!;
      if (seen.has(child)) continue;
      seen.add(child);
      waiting.push(child);
    }
  }
}

/** The cells of a leaf; none for an interior page. */
export function cellsOf(page: TablePage): readonly Cell[] {
  return page.kind === "leaf" ? page.cells : [];
}
