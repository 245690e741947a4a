import type { Report } from "@plimsoll/core";
import { countOf } from "../summary/words.ts";
import { html, type Markup } from "./markup.ts";

const rowLimit = 200;

/** What could not be inspected: as visible as what was found. */
export function renderIncomplete({ incomplete }: Report): Markup {
  if (incomplete.length === 0) return html``;
  const more = incomplete.length - rowLimit;
  return html`<section id="incomplete" class="notice" aria-labelledby="incomplete-title">
<h2 id="incomplete-title">Could not be inspected</h2>
<ul>${incomplete
    .slice(0, rowLimit)
    .map(
      ({ what, why, code }) =>
        html`<li><code class="path">${what}</code> ${why} <span class="quiet">${code}</span></li>`,
    )}</ul>
${more > 0 && html`<p class="quiet">${countOf(more, "more part")}: see the JSON report.</p>`}
</section>`;
}
