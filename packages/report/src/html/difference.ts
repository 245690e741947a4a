import type { Finding, Report } from "@plimsoll/core";
import { describeDifference, nameBase, splitByAge } from "../summary/difference.ts";
import { compareFindings } from "../summary/rank.ts";
import { countOf, severityWords } from "../summary/words.ts";
import { html, type Markup } from "./markup.ts";

/** Findings named in one list; the table of all findings has the rest. */
const shown = 50;

/** What changed since what the report is compared with; nothing where nothing was. */
export function renderDifference(report: Report): Markup {
  const { difference } = report;
  if (difference === undefined) return html``;
  const rows = describeDifference(report).map(
    ([label, line]) => html`<tr><th scope="row">${label}</th><td>${line}</td></tr>`,
  );
  return html`<section id="difference" aria-labelledby="difference-title">
<h2 id="difference-title">Since ${nameBase(difference)}</h2>
<div class="scroll"><table><tbody>${rows}</tbody></table></div>
${renderList("New", splitByAge(report).fresh)}
${renderList("Fixed", difference.fixed)}
</section>`;
}

function renderList(title: string, findings: readonly Finding[]): Markup {
  if (findings.length === 0) return html``;
  const items = [...findings]
    .sort(compareFindings)
    .slice(0, shown)
    .map((finding) => {
      const { severity, vulnerability, package: found, title } = finding;
      const subject = found === undefined ? "" : ` in ${found.name} ${found.version}`;
      const name = vulnerability === undefined ? title : `${vulnerability.id}${subject}`;
      return html`<li><span class="severity ${severity}">${severityWords[severity]}</span> ${name}</li>`;
    });
  const more = findings.length - items.length;
  return html`<h3>${title}</h3>
<ul class="checks">${items}</ul>
${more > 0 && html`<p class="quiet">… and ${countOf(more, "more", "more")}</p>`}`;
}
