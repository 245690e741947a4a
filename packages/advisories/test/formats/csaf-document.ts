/** A product as documents identify it. */
export interface MadeProduct {
  id: string;
  cpe?: string;
  purl?: string;
}

/** Makes CSAF documents as Red Hat and SUSE write them. */
export function csafDocument(category: string, id: string, namespace = "https://www.redhat.com") {
  const branches: unknown[] = [];
  const relationships: unknown[] = [];
  const vulnerabilities: unknown[] = [];
  const known = new Set<string>();
  const add = ({ id: product_id, cpe, purl }: MadeProduct) => {
    if (known.has(product_id)) return;
    known.add(product_id);
    const product = {
      name: product_id,
      product_id,
      product_identification_helper: { ...(cpe && { cpe }), ...(purl && { purl }) },
    };
    branches.push({ category: "product_version", name: product_id, product });
  };
  return {
    value: {
      document: {
        category,
        csaf_version: "2.0",
        aggregate_severity: { text: "Important" },
        publisher: { category: "vendor", namespace },
        references: [
          { category: "self", url: `https://access.redhat.com/errata/${id}` },
          { category: "self", url: "https://security.access.redhat.com/data/csaf/v2/x.json" },
        ],
        title: `Red Hat Security Advisory: ${id}`,
        tracking: {
          id,
          initial_release_date: "2023-11-07T08:00:00+00:00",
          current_release_date: "2023-11-08T10:10:11+01:00",
        },
      },
      product_tree: { branches: [{ category: "vendor", name: "v", branches }], relationships },
      vulnerabilities,
    },
    /** Makes a product part of another one. @returns the identifier of the two together */
    part(platform: MadeProduct, component: MadeProduct): string {
      if (!platform.id.includes("|")) add(platform);
      add(component);
      const product_id = `${platform.id}|${component.id}`;
      if (!known.has(product_id)) {
        relationships.push({
          category: "default_component_of",
          full_product_name: { name: product_id, product_id },
          product_reference: component.id,
          relates_to_product_reference: platform.id,
        });
        known.add(product_id);
      }
      return product_id;
    },
    vulnerability(
      cve: string,
      product_status: Record<string, string[]>,
      remediations: unknown[] = [],
    ): void {
      vulnerabilities.push({
        cve,
        title: `${cve} is bad`,
        product_status,
        remediations,
        threats: [{ category: "impact", details: "Moderate" }],
        scores: [
          {
            cvss_v3: { vectorString: "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H" },
            products: Object.values(product_status).flat(),
          },
        ],
      });
    },
  };
}
