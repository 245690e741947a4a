import { createHash } from "node:crypto";
import type { Report } from "@plimsoll/core";
import { describeProvenance, describeTiming } from "../summary/facts.ts";
import { headlineOf } from "../summary/words.ts";
import { renderCards } from "./cards.ts";
import { renderDifference } from "./difference.ts";
import { renderFindings } from "./findings.ts";
import { renderHero } from "./hero.ts";
import { renderIncomplete } from "./incomplete.ts";
import { renderLayers } from "./layers.ts";
import { smallMark } from "./mark.ts";
import { html, type Markup, trusted } from "./markup.ts";
import { renderPackages } from "./packages.ts";
import { renderPrivileges } from "./privileges.ts";
import { script } from "./script.ts";
import { style } from "./style.ts";
import { renderTrust } from "./trust.ts";

/**
 * Nothing may be loaded or sent, and only the style sheet and script of this page may act: the
 * text of the image could not run even if it were not escaped.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${hashOf(style)}'`,
  `script-src 'sha256-${hashOf(script)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/**
 * The report as one HTML page for people: self-contained, without any request, light and dark,
 * readable without its script, on a phone and on paper.
 */
export function renderHtml(report: Report): string {
  const sections: [id: string, title: string, section: Markup][] = [
    ["difference", "What changed", renderDifference(report)],
    ["findings", "Findings", renderFindings(report)],
    ["privileges", "Privileges", renderPrivileges(report)],
    ["trust", "Trust", renderTrust(report)],
    ["layers", "Layers", renderLayers(report)],
    ["packages", "Packages", renderPackages(report)],
  ];
  const present = sections.filter(([, , section]) => section.markup !== "");
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(contentSecurityPolicy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="${report.tool.name} ${report.tool.version}">
<title>${headlineOf(report)}: ${report.subject.reference}</title>
<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the verdict</a>
<header class="bar"><div class="bar-inner">
<span class="brand">${smallMark} Plimsoll</span>
<nav aria-label="Parts of the report">${present.map(([id, title]) => html`<a href="#${id}">${title}</a>`)}</nav>
</div></header>
<main id="main">
${renderHero(report)}
${renderCards(report)}
${renderIncomplete(report)}
${present.map(([, , section]) => section)}
</main>
<footer>${describeProvenance(report).join(" · ")} · ${describeTiming(report)}</footer>
<script>${trusted(script)}</script>
</body>
</html>
`.markup;
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
