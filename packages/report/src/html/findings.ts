import { describeVex, type Finding, type LayerSummary, type Report } from "@plimsoll/core";
import { describeOrigin, indexLayers, type Place, placeOf } from "../summary/place.ts";
import { compareFindings } from "../summary/rank.ts";
import { describeSuppression } from "../summary/suppression.ts";
import { describeThreat } from "../summary/threat.ts";
import { subtitleOf } from "../summary/title.ts";
import {
  countOf,
  formatCount,
  kindOrder,
  kindWords,
  severityOrder,
  severityWords,
} from "../summary/words.ts";
import { html, link, type Markup, multiline, prose } from "./markup.ts";

/** A page with more rows than this is no use to anybody; the JSON report has them all. */
const rowLimit = 2_000;

const statusWords: Partial<Record<Finding["status"], string>> = {
  suppressed: "suppressed",
  unknown: "not checked",
};

/** The table of everything that failed, was waived or could not be checked; worst first. */
export function renderFindings(report: Report): Markup {
  const listed = report.findings
    .filter(({ status }) => status === "fail" || status === "suppressed" || status === "unknown")
    .sort((a, b) => statusOrder(a) - statusOrder(b) || compareFindings(a, b));
  const layers = indexLayers(report);
  const shown = listed.slice(0, rowLimit);
  const more = listed.length - shown.length;
  return html`<section id="findings" aria-labelledby="findings-title">
<h2 id="findings-title">Findings</h2>
${
  listed.length === 0
    ? html`<p class="empty">Nothing was found that speaks against this image.</p>`
    : html`${renderFilter(listed)}
<table class="findings" id="findings-table">
<caption class="visually-hidden">Findings, worst first</caption>
<thead><tr>${headers}</tr></thead>
<tbody>${shown.map((finding, i) => renderRow(finding, i, layers))}</tbody>
</table>
<p class="empty" id="no-match" hidden>No finding matches the filter.</p>`
}
${more > 0 && html`<p class="quiet">${countOf(more, "more finding")} of less weight: see the JSON report.</p>`}
${renderPassed(report)}
</section>`;
}

const headers: Markup[] = [
  ["severity", "Severity"],
  ["name", "Finding"],
  ["place", "Where"],
  ["fix", "Fix"],
].map(([key, title]) => html`<th scope="col" data-key="${key!}">${title!}</th>`);

function statusOrder({ status }: Finding): number {
  return ["fail", "unknown", "suppressed"].indexOf(status);
}

/** Shown by the script only: without it the controls would do nothing. */
function renderFilter(findings: readonly Finding[]): Markup {
  const kinds = kindOrder.filter((kind) => findings.some((finding) => finding.kind === kind));
  const present = severityOrder.filter((severity) =>
    findings.some((finding) => finding.severity === severity),
  );
  return html`<form class="filter" id="filter" role="search" aria-label="Filter findings" hidden>
<label>Search <input type="search" id="filter-text" autocomplete="off" placeholder="CVE, package, path…"></label>
<label>Kind <select id="filter-kind"><option value="">all</option>${kinds.map((kind) => html`<option value="${kind}">${kindWords[kind]}</option>`)}</select></label>
<label>Severity <select id="filter-severity"><option value="">all</option>${present.map((severity) => html`<option value="${severity}">${severityWords[severity]}</option>`)}</select></label>
<label>Status <select id="filter-status"><option value="">all</option><option value="fail">failing</option><option value="unknown">not checked</option><option value="suppressed">suppressed</option></select></label>
<output id="filter-count" for="filter-text filter-kind filter-severity filter-status"></output>
</form>`;
}

function renderRow(
  finding: Finding,
  order: number,
  layers: ReadonlyMap<string, LayerSummary>,
): Markup {
  const { severity, kind, status, vulnerability, package: found } = finding;
  const place = placeOf(finding, layers);
  const name = vulnerability?.id ?? finding.title;
  const where = found === undefined ? (place.path ?? "") : `${found.name} ${found.version}`;
  const fix = vulnerability?.fixedVersion ?? "";
  const statusWord = statusWords[status];
  return html`<tr data-order="${order}" data-severity="${severity}" data-kind="${kind}" data-status="${status}" data-rank="${severityOrder.indexOf(severity)}" data-name="${name}" data-place="${where}" data-fix="${fix}">
<td><span class="severity ${severity}">${severityWords[severity]}</span>${statusWord !== undefined && html` <span class="status">${statusWord}</span>`}</td>
<td>${renderDetails(finding, place)}</td>
<td>${renderWhere(finding, place)}</td>
<td>${renderFix(finding)}</td>
</tr>
`;
}

function renderWhere({ package: found }: Finding, place: Place): Markup {
  const origin = describeOrigin(place);
  return html`${found !== undefined && html`<span class="package">${found.name} <span class="version">${found.version}</span></span>`}
${place.path !== undefined && html`<code class="path">${place.path}</code>`}
${origin !== "" && html`<span class="quiet">${origin}</span>`}`;
}

function attacksOf(vulnerability: NonNullable<Finding["vulnerability"]>): Markup | undefined {
  const { exploits = [], risk } = vulnerability;
  const threat = describeThreat(vulnerability);
  if (threat === "" && risk === undefined) return undefined;
  return html`${threat}${risk !== undefined && html` <span class="quiet">risk ${risk} of 100</span>`}${exploits.length > 0 && html`<ul class="links">${exploits.map((url) => html`<li>${link(url)}</li>`)}</ul>`}`;
}

function renderFix({ vulnerability, fix }: Finding): Markup {
  if (vulnerability === undefined) {
    return fix === undefined
      ? html``
      : html`<span class="fix-short">${prose(fix.description)}</span>`;
  }
  return vulnerability.fixedVersion === undefined
    ? html`<span class="quiet">none yet</span>`
    : html`<span class="fixed">→ ${vulnerability.fixedVersion}</span>`;
}

function renderDetails(finding: Finding, place: Place): Markup {
  const { vulnerability, title, description, evidence, fix, suppression, references } = finding;
  const head =
    vulnerability === undefined
      ? html`<strong>${prose(title)}</strong>`
      : html`<strong>${vulnerability.id}</strong> <span>${subtitleOf(finding) ?? ""}</span>`;
  const facts: [string, Markup | undefined][] = [
    [
      "Why",
      description === undefined ? undefined : html`<p class="prose">${multiline(description)}</p>`,
    ],
    ["Not checked", finding.statusReason === undefined ? undefined : html`${finding.statusReason}`],
    ["Suppressed", suppression && html`${describeSuppression(finding)}`],
    [
      "Found",
      evidence &&
        html`<code>${evidence.value}</code> <span class="quiet">in ${evidence.source}</span>`,
    ],
    [
      "Instruction",
      place.instruction === undefined ? undefined : html`<code>${place.instruction}</code>`,
    ],
    ["Fix", fix && html`${prose(fix.description)}${(fix.edits ?? []).slice(0, 5).map(renderEdit)}`],
    ["Also known as", identifiers(finding)],
    [
      "CVSS",
      vulnerability?.cvss &&
        html`${vulnerability.cvss.score} <code>${vulnerability.cvss.vector}</code>`,
    ],
    ["VEX", vulnerability?.vex && html`${describeVex(vulnerability.vex)}`],
    ["Attacks", vulnerability && attacksOf(vulnerability)],
    [
      "References",
      references.length === 0
        ? undefined
        : html`<ul class="links">${references.slice(0, 12).map((url) => html`<li>${link(url)}</li>`)}</ul>`,
    ],
    [
      "Rule",
      html`<code>${finding.rule}</code>${vulnerability !== undefined && html` <span class="quiet">${vulnerability.feed}</span>`}`,
    ],
    ["Fingerprint", html`<code>${finding.fingerprint}</code>`],
  ];
  return html`<details><summary>${head}</summary><dl>${facts.map(([term, value]) =>
    value === undefined ? html`` : html`<dt>${term}</dt><dd>${value}</dd>`,
  )}</dl></details>`;
}

function renderEdit(edit: { path: string; startLine: number; replacement: string }): Markup {
  return html`<pre><span class="quiet">${edit.path}:${edit.startLine}</span>
${multiline(edit.replacement)}</pre>`;
}

function identifiers({ vulnerability, peers }: Finding): Markup | undefined {
  const names = [
    ...(vulnerability?.aliases ?? []),
    ...Object.entries(peers).flatMap(([peer, ids]) => ids.map((id) => `${peer} ${id}`)),
  ];
  return names.length === 0 ? undefined : html`${names.slice(0, 20).join(", ")}`;
}

function renderPassed({ findings }: Report): Markup {
  const passed = findings.filter(({ status }) => status === "pass" || status === "notApplicable");
  if (passed.length === 0) return html``;
  const rows = passed
    .slice(0, rowLimit)
    .map(
      ({ status, title, statusReason }) =>
        html`<li><span class="check ${status}">${status === "pass" ? "✓" : "–"}</span> ${title}${statusReason !== undefined && html` <span class="quiet">${statusReason}</span>`}</li>`,
    );
  return html`<details class="fold"><summary>Checks that passed or do not apply (${formatCount(passed.length)})</summary><ul class="checks">${rows}</ul></details>`;
}
