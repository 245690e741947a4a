import type { Verdict } from "@plimsoll/core";
import { html, type Markup } from "./markup.ts";

/** Where the water stands at the mark: the load line must stay above it. */
const waterLevel: Record<Verdict["result"], number> = { pass: 176, warn: 124, fail: 58 };

/** A ship's side with the Plimsoll mark and its load lines, as deep in the water as the verdict says. */
export function hullMark(result: Verdict["result"]): Markup {
  const y = waterLevel[result];
  return html`<svg class="hull" viewBox="0 0 360 240" role="img" aria-hidden="true" focusable="false" preserveAspectRatio="xMidYMid slice">
<rect class="hull-side" width="360" height="240"/>
<rect class="hull-bottom" y="150" width="360" height="90"/>
<g class="hull-seams"><path d="M0 42.5H360M0 102.5H360M0 162.5H360M96.5 0V42M246.5 42V102M56.5 102V162M296.5 102V162M166.5 162V240"/></g>
<path class="sea-deep" d="${wave(y, 0, 6)}"/>
<g class="hull-mark">
<circle cx="121" cy="124" r="42"/>
<path d="M54 124H188"/>
<path d="M242 75V174M242 100H270M242 124H270M242 148H270M242 172H270M214 77H242M214 101H242" class="fine"/>
<g class="letters"><text x="58" y="112">P</text><text x="176" y="112">L</text></g>
<g class="marks"><text x="276" y="104">T</text><text x="276" y="128">S</text><text x="276" y="152">W</text><text x="276" y="176">WNA</text><text x="209" y="81" text-anchor="end">TF</text><text x="209" y="105" text-anchor="end">F</text></g>
</g>
<g class="sea">
<path class="sea-back" d="${wave(y - 7, 60, 7)}"/>
<path class="sea-front" d="${wave(y, 0, 6)}"/>
</g>
</svg>`;
}

/** A swell across the picture: waves of 120 units, filled down to the keel. */
function wave(y: number, shift: number, height: number): string {
  const start = -120 - shift;
  const swells = Array.from({ length: 5 }, () => `q30 ${-height} 60 0t60 0`).join("");
  return `M${start} ${y}${swells}V240H${start}Z`;
}

/** The mark alone, for the head of the page. */
export const smallMark: Markup = html`<svg class="small-mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><circle cx="12" cy="12" r="7"/><path d="M1 12H23"/></svg>`;
