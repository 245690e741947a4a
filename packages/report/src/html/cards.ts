import type { Finding, Report } from "@plimsoll/core";
import { describeBaseAdvice } from "../summary/base-advice.ts";
import {
  countPackageTypes,
  countSeverities,
  countStatuses,
  listSeverities,
} from "../summary/count.ts";
import { describeAdvisories } from "../summary/facts.ts";
import { countOf, formatCount, formatDay, severityOrder, trustWords } from "../summary/words.ts";
import { html, type Markup, prose } from "./markup.ts";

/** The figures that a reader wants before any detail. */
export function renderCards(report: Report): Markup {
  const failing = report.findings.filter(({ status }) => status === "fail");
  return html`<section class="cards" aria-label="Summary">
${findingsCard(failing, report)}
${inventoryCard(report)}
${privilegesCard(report)}
${trustCard(report)}
${advisoriesCard(report)}
${baseCard(report)}
</section>`;
}

function card(title: string, figure: string, tone: string, detail: Markup): Markup {
  return html`<article class="card"><h2>${title}</h2><p class="figure ${tone}">${figure}</p>${detail}</article>`;
}

function findingsCard(failing: readonly Finding[], { findings }: Report): Markup {
  const { pass, suppressed } = countStatuses(findings);
  const detail = html`${severityBar(failing)}<p>${failing.length === 0 ? "Nothing failed." : listSeverities(failing)}</p><p class="quiet">${countOf(pass, "check")} passed, ${formatCount(suppressed)} suppressed</p>`;
  return card("Findings", formatCount(failing.length), "", detail);
}

/** A bar of the severities' shares. Drawn as SVG: the page allows no style attributes. */
function severityBar(failing: readonly Finding[]): Markup {
  if (failing.length === 0) return html``;
  const counts = countSeverities(failing);
  let x = 0;
  const parts = severityOrder.map((severity) => {
    const width = (counts[severity] / failing.length) * 100;
    const part = html`<rect class="fill-${severity}" x="${x.toFixed(3)}" width="${width.toFixed(3)}" height="8"/>`;
    x += width;
    return part;
  });
  return html`<svg class="severity-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">${parts}</svg>`;
}

function inventoryCard({ inventory }: Report): Markup {
  const types = countPackageTypes(inventory).slice(0, 5);
  const { distribution } = inventory;
  const detail = html`<p>${types.map(([type, count]) => `${formatCount(count)} ${type}`).join(", ")}</p><p class="quiet">${distribution?.name ?? distribution?.id ?? "No distribution recognised"}, ${countOf(inventory.layers.length, "layer")}</p>`;
  return card("Packages", formatCount(inventory.packages.length), "", detail);
}

function privilegesCard({ privileges }: Report): Markup {
  const { containers, files } = privileges;
  const root = containers.filter(({ isRoot }) => isRoot).length;
  const privileged = containers.filter((container) => container.privileged).length;
  const first = containers[0];
  const figure =
    first === undefined ? "–" : privileged > 0 ? "privileged" : root > 0 ? "root" : first.user;
  const tone = privileged > 0 ? "bad" : root > 0 ? "wary" : "";
  const setuid = files.filter((file) => file.setuid || file.setgid).length;
  return card(
    "Runs as",
    figure,
    tone,
    html`<p>${countOf(containers.length, "container")} described, ${formatCount(root)} as root</p><p class="quiet">${countOf(setuid, "setuid or setgid file")}</p>`,
  );
}

const trustTones = { verified: "good", failed: "bad", unsigned: "wary", notChecked: "" } as const;

function trustCard({ trust }: Report): Markup {
  return card(
    "Trust",
    trustWords[trust.result],
    trustTones[trust.result],
    html`<p>${trust.reason}</p>`,
  );
}

function baseCard(report: Report): Markup {
  const best = report.baseAdvice?.candidates[0];
  if (best === undefined) return html``;
  const lines = describeBaseAdvice(report).map((line) => html`<p>${line}</p>`);
  return card(
    "Other base images",
    `−${formatCount(best.cleared)} +${formatCount(best.added)}`,
    "",
    html`${lines}`,
  );
}

function advisoriesCard(report: Report): Markup {
  const { advisories } = report;
  const figure =
    advisories === undefined || advisories.source === "none"
      ? "None"
      : advisories.updated === undefined
        ? "Unknown age"
        : formatDay(advisories.updated);
  const tone = advisories?.source === "baseline" ? "wary" : "";
  return card("Advisory data", figure, tone, html`<p>${prose(describeAdvisories(report))}</p>`);
}
