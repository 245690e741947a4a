import { type Finding, plainInstruction, type Report, type Severity } from "@plimsoll/core";
import { countSeverities } from "../summary/count.ts";
import {
  countOf,
  formatBytes,
  severityOrder,
  severityWords,
  shortDigest,
} from "../summary/words.ts";
import { html, type Markup } from "./markup.ts";

const layerLimit = 500;

/** The layers from the oldest up: what made each, what it brought and takes, and what is wrong in it. */
export function renderLayers({ inventory, findings }: Report): Markup {
  if (inventory.layers.length === 0) return html``;
  const failing = Map.groupBy(
    findings.filter(({ status }) => status === "fail"),
    ({ location }) => location?.layer,
  );
  const brought = new Map<string | undefined, number>();
  for (const { layer } of inventory.packages) brought.set(layer, (brought.get(layer) ?? 0) + 1);
  const items = inventory.layers.slice(0, layerLimit).map((layer) => {
    const packages = brought.get(layer.diffId) ?? 0;
    return html`<li>
<p class="layer-head"><span class="layer-number">${layer.index + 1}</span><code>${layer.createdBy === undefined ? "no history" : plainInstruction(layer.createdBy)}</code></p>
<p class="layer-facts"><span class="quiet">${shortDigest(layer.diffId)}</span>${layer.inBase === true && html` <span>base image</span>`}${layer.dockerfile !== undefined && html` <span>${layer.dockerfile.path}:${layer.dockerfile.line}</span>`}${layer.sizeBytes !== undefined && html` <span>${formatBytes(layer.sizeBytes)}</span>`}${(layer.wastedBytes ?? 0) > 0 && html` <span>${formatBytes(layer.wastedBytes!)} wasted: replaced or deleted later</span>`}${packages > 0 && html` <span>${countOf(packages, "package")}</span>`} ${renderCounts(failing.get(layer.diffId) ?? [])}</p>
</li>`;
  });
  return html`<section id="layers" aria-labelledby="layers-title">
<h2 id="layers-title">Layers</h2>
<ol class="layers">${items}</ol>
</section>`;
}

function renderCounts(findings: readonly Finding[]): Markup[] {
  const counts = countSeverities(findings);
  const badge = (severity: Severity) =>
    html`<span class="severity ${severity}">${counts[severity]} ${severityWords[severity]}</span> `;
  return severityOrder.filter((severity) => counts[severity] > 0).map(badge);
}
