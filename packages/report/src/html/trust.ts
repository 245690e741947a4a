import type { Report, TrustCheck } from "@plimsoll/core";
import { trustWords } from "../summary/words.ts";
import { html, type Markup } from "./markup.ts";

const marks: Record<TrustCheck["result"], string> = {
  pass: "✓",
  fail: "✗",
  warn: "!",
  skipped: "–",
};

function renderLine({ name, result, reason }: Pick<TrustCheck, "name" | "result" | "reason">) {
  return html`<li><span class="check ${result}">${marks[result]}</span> <strong>${name}</strong> <span class="visually-hidden">${result}</span> ${reason}</li>`;
}

/** Whom the image comes from: every signature and every check that ran over it. */
export function renderTrust({ trust }: Report): Markup {
  const signatures = trust.signatures.slice(0, 50).map(
    (signature) => html`<article class="signature">
<h3>${signature.format} <span class="tag ${signature.result === "verified" ? "good" : "bad"}">${signature.result}</span></h3>
${signature.keyId !== undefined && html`<p class="quiet">key <code>${signature.keyId}</code></p>`}
<ul class="checks">${signature.checks.slice(0, 50).map(renderLine)}</ul>
</article>`,
  );
  return html`<section id="trust" aria-labelledby="trust-title">
<h2 id="trust-title">Trust</h2>
<p>${trustWords[trust.result]}: ${trust.reason}</p>
${trust.requirements !== undefined && html`<ul class="checks">${trust.requirements.map(renderLine)}</ul>`}
<div class="containers">${signatures}</div>
${(trust.children ?? []).map(
  ({ platform, digest, reason, requirements = [] }) =>
    html`<h3>${platform ?? digest}</h3><p>${reason}</p><ul class="checks">${requirements.map(renderLine)}</ul>`,
)}
</section>`;
}
