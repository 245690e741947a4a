import type { ContainerPrivileges, PrivilegedFile, Report } from "@plimsoll/core";
import { countOf, severityOrder, severityWords } from "../summary/words.ts";
import { html, type Markup } from "./markup.ts";

const fileLimit = 500;

/** What containers of the image may do, and what each privilege lets an attacker do. */
export function renderPrivileges({ privileges }: Report): Markup {
  const { containers, files } = privileges;
  if (containers.length + files.length === 0) return html``;
  return html`<section id="privileges" aria-labelledby="privileges-title">
<h2 id="privileges-title">Privileges</h2>
<div class="containers">${containers.slice(0, 100).map(renderContainer)}</div>
${files.length > 0 && renderFiles(files)}
</section>`;
}

function renderContainer(container: ContainerPrivileges): Markup {
  const { origin, user, isRoot, privileged, noNewPrivileges, bounding } = container;
  const held = container.effective.toSorted(
    (a, b) =>
      severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity) ||
      (a.name < b.name ? -1 : 1),
  );
  return html`<article class="container">
<h3>${origin}</h3>
<p class="tags"><span class="tag ${isRoot ? "wary" : "good"}">${isRoot ? "root" : "not root"}${user === "" ? "" : `: ${user}`}</span>
${privileged && html`<span class="tag bad">privileged</span>`}
<span class="tag ${noNewPrivileges ? "good" : ""}">${noNewPrivileges ? "no new privileges" : "may gain privileges"}</span></p>
<p class="quiet">${countOf(held.length, "capability", "capabilities")} when it starts, at most ${bounding.length}</p>
<ul class="capabilities">${held
    .slice(0, 60)
    .map(
      ({ name, severity, lets, from }) =>
        html`<li><span class="severity ${severity}">${severityWords[severity]}</span><div><code>${name}</code> <span class="quiet">${from}</span><br>${lets}</div></li>`,
    )}</ul>
</article>`;
}

function renderFiles(files: readonly PrivilegedFile[]): Markup {
  const rows = files
    .slice(0, fileLimit)
    .map(
      ({ path, mode, uid, gid, capabilities, lets }) =>
        html`<tr><td><code class="path">${path}</code></td><td><code>${mode}</code></td><td>${uid}:${gid}</td><td>${capabilities !== undefined && html`<code>${capabilities}</code>`}</td><td>${lets}</td></tr>`,
    );
  const more = files.length - rows.length;
  return html`<h3>Files that raise privileges</h3>
<div class="scroll" tabindex="0" role="region" aria-label="Files that raise privileges"><table>
<thead><tr><th scope="col">Path</th><th scope="col">Mode</th><th scope="col">Owner</th><th scope="col">Capabilities</th><th scope="col">Lets an attacker</th></tr></thead>
<tbody>${rows}</tbody></table></div>
${more > 0 && html`<p class="quiet">${countOf(more, "more file")}: see the JSON report.</p>`}`;
}
