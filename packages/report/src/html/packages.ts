import type { Report } from "@plimsoll/core";
import { countOf, formatCount } from "../summary/words.ts";
import { html, type Markup } from "./markup.ts";

const rowLimit = 5_000;

/** Everything that is installed, folded. */
export function renderPackages({ inventory }: Report): Markup {
  const { packages, layers } = inventory;
  if (packages.length === 0) return html``;
  const numbers = new Map(layers.map(({ diffId, index }) => [diffId, index + 1]));
  const sorted = packages.toSorted(
    (a, b) => compare(a.type, b.type) || compare(a.name, b.name) || compare(a.version, b.version),
  );
  const rows = sorted
    .slice(0, rowLimit)
    .map(
      ({ name, version, type, licences, layer, locations }) =>
        html`<tr><td>${name}</td><td class="version">${version}</td><td>${type}</td><td>${licences.slice(0, 5).join(", ")}</td><td>${layer === undefined ? "" : (numbers.get(layer) ?? "")}</td><td><code class="path">${locations[0]?.path ?? ""}</code></td></tr>\n`,
    );
  const more = packages.length - rows.length;
  return html`<section id="packages" aria-labelledby="packages-title">
<h2 id="packages-title">Packages</h2>
<details class="fold"><summary>${countOf(packages.length, "package")}</summary>
<div class="scroll" tabindex="0" role="region" aria-label="Packages"><table>
<thead><tr><th scope="col">Name</th><th scope="col">Version</th><th scope="col">Type</th><th scope="col">Licence</th><th scope="col">Layer</th><th scope="col">Path</th></tr></thead>
<tbody>${rows}</tbody></table></div>
${more > 0 && html`<p class="quiet">${formatCount(more)} more: see the JSON report.</p>`}
</details></section>`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
