/**
 * True when the glob covers the whole text: `*` stands for any characters but `/`, `**` for any at all,
 * everything else for itself. Takes steps in proportion to both lengths multiplied, whatever they hold.
 */
export function matchesGlob(glob: string, text: string): boolean {
  const tokens = glob.match(/\*\*|\*|[^*]/gs) ?? [];
  // At each position of the text: can the tokens so far end here?
  let reachable = new Uint8Array(text.length + 1);
  reachable[0] = 1;
  for (const token of tokens) {
    const next = new Uint8Array(text.length + 1);
    for (let at = 0; at <= text.length; at += 1) {
      if (token === "*" || token === "**") {
        const isOpen = at > 0 && next[at - 1] === 1 && (token === "**" || text[at - 1] !== "/");
        if (isOpen || reachable[at] === 1) next[at] = 1;
      } else if (at > 0 && reachable[at - 1] === 1 && text[at - 1] === token) {
        next[at] = 1;
      }
    }
    reachable = next;
  }
  return reachable[text.length] === 1;
}
