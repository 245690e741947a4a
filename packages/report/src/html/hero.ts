import type { Report } from "@plimsoll/core";
import { describeSubject } from "../summary/facts.ts";
import { headlineOf } from "../summary/words.ts";
import { hullMark } from "./mark.ts";
import { html, type Markup } from "./markup.ts";

/** The answer, large, with its reasons. */
export function renderHero(report: Report): Markup {
  const { subject, verdict } = report;
  const digest = subject.digest ?? subject.imageId;
  return html`<section class="hero hero-${verdict.result}" aria-labelledby="verdict">
<div class="hero-text">
<p class="eyebrow"><span class="verdict-badge">${verdict.result}</span> ${describeSubject(report).join(" · ")}</p>
<h1 id="verdict">${headlineOf(report)}</h1>
<p class="reference">${subject.reference}</p>
${digest !== undefined && html`<p class="digest">${digest}</p>`}
${renderReasons(report)}
</div>
${hullMark(verdict.result)}
</section>`;
}

function renderReasons({ verdict }: Report): Markup {
  if (verdict.reasons.length === 0) {
    return html`<p class="reasons">Nothing was found that speaks against it.</p>`;
  }
  const shown = verdict.reasons.slice(0, 50);
  return html`<ul class="reasons">${shown.map((reason) => html`<li>${reason}</li>`)}</ul>`;
}
