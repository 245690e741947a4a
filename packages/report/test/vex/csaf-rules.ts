/**
 * The mandatory tests of CSAF 2.0 (section 6.1) that a document such as ours can fail. Each gives
 * what is wrong.
 */
// biome-ignore lint/suspicious/noExplicitAny: rules read the document as any reader would
export function csafFaults(document: any): string[] {
  const { document: about, product_tree: tree = {}, vulnerabilities = [] } = document;
  const faults: string[] = [];
  const must = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const idsIn = (items: any[] = []): string[] => items.flatMap(({ product_ids: ids = [] }) => ids);
  const names = tree.full_product_names ?? [];
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const related = (tree.relationships ?? []).map((one: any) => one.full_product_name);
  const defined: string[] = [...names, ...related].map(({ product_id: id }) => id);
  const known = new Set(defined);

  must(known.size === defined.length, "6.1.2 a product_id is defined twice");
  for (const {
    product_reference: part,
    relates_to_product_reference: whole,
  } of tree.relationships ?? []) {
    must(known.has(part) && known.has(whole), "6.1.1 a relationship names an unknown product");
  }
  for (const { product_identification_helper: helper, name } of names) {
    must(/^pkg:[A-Za-z.\-+][A-Za-z0-9.\-+]*\/.+/.test(helper.purl), `6.1.13 ${helper.purl}`);
    must(name.length > 0, "schema: a product has no name");
  }
  const {
    revision_history: history,
    version,
    status,
    current_release_date: current,
  } = about.tracking;
  must(history.at(-1).number === version && status === "final", "6.1.16, 6.1.17");
  must(history.at(-1).date === current && about.tracking.initial_release_date <= current, "6.1.14");
  must(about.publisher.name.length > 0 && about.title.length > 0, "schema: a text is empty");
  must(
    about.tracking.id.trim() === about.tracking.id && !/\n/.test(about.tracking.id),
    "schema: id",
  );
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const cves = vulnerabilities.flatMap((one: any) => one.cve ?? []);
  must(new Set(cves).size === cves.length, "6.1.23 a CVE is used twice");
  for (const vulnerability of vulnerabilities) {
    const {
      cve,
      ids = [],
      notes = [],
      product_status: lists,
      flags,
      threats,
      remediations,
    } = vulnerability;
    const label = cve ?? ids[0]?.text;
    const listed = Object.values(lists).flat() as string[];
    must(cve === undefined || /^CVE-[0-9]{4}-[0-9]{4,}$/.test(cve), `schema: ${cve}`);
    must(
      [...listed, ...idsIn(flags), ...idsIn(threats), ...idsIn(remediations)].every((id) =>
        known.has(id),
      ),
      `6.1.1 ${label}`,
    );
    must(new Set(listed).size === listed.length, `6.1.6 ${label} has two statuses`);
    must(idsIn(flags).length === new Set(idsIn(flags)).size, `6.1.33 ${label} has two flags`);
    must(notes.length > 0, `6.1.27.5 ${label} has no notes`);
    must(listed.length > 0, `6.1.27.7 ${label} has no status`);
    must(label !== undefined && label !== "", "6.1.27.8 a vulnerability has no name");
    const explained = new Set([...idsIn(flags), ...idsIn(threats)]);
    must(
      (lists.known_not_affected ?? []).every((id: string) => explained.has(id)),
      `6.1.27.9 ${label}`,
    );
    const remedied = new Set(idsIn(remediations));
    must(
      (lists.known_affected ?? []).every((id: string) => remedied.has(id)),
      `6.1.27.10 ${label}`,
    );
    for (const items of [flags, threats, remediations]) {
      must(items === undefined || items.length > 0, `schema: ${label} has an empty list`);
    }
    for (const { details } of [...(threats ?? []), ...(remediations ?? [])]) {
      must(details.length > 0, `schema: ${label} has empty details`);
    }
    for (const { text } of [...notes, ...ids])
      must(text.length > 0, `schema: ${label} has an empty text`);
  }
  const isVex = about.category === "csaf_vex";
  must(isVex === vulnerabilities.length > 0, "6.1.27.11 a VEX document has vulnerabilities");
  must(!isVex || names.length > 0, "6.1.27.4 a VEX document has a product tree");
  return faults;
}
