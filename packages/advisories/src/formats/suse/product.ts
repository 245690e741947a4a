/** A product as OSV writes it: `SUSE Linux Enterprise Server 15 SP5` → `SUSE:Linux Enterprise Server 15 SP5`. */
export function suseEcosystem(product: string): string {
  const [, vendor = "SUSE", rest = product] = /^(openSUSE|SUSE) (.*)$/.exec(product) ?? [];
  return `${vendor}:${rest}`;
}
