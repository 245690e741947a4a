import type { Distribution, Package } from "@plimsoll/core";

/**
 * Who packs for Debian and Ubuntu without being them: the domain of the maintainer's address, as
 * their own repositories' packages give it.
 */
const debianThirdParties = new Set([
  "aquasec.com", // Trivy
  "clickhouse.com",
  "cloudflare.com",
  "confluent.io",
  "dan.cx", // Yarn
  "datadoghq.com",
  "docker.com",
  "dotnetfoundation.org",
  "eclipse.org", // Temurin
  "elastic.co",
  "f5.com", // nginx.org
  "gitlab.com",
  "grafana.com",
  "hashicorp.com",
  "hotmail.com", // PowerShell
  "influxdata.com",
  "kubernetes.io",
  "mongodb.com",
  "nginx.com",
  "nodesource.com",
  "nvidia.com",
  "oss.oracle.com", // MySQL
  "percona.com",
  "redis.com",
  "redis.io",
  "salesforce.com", // Heroku
  "varnish-software.com",
  "yarnpkg.com",
]);

/** What other repositories write into versions: PostgreSQL's, MariaDB's, Sury's, Launchpad's archives. */
const debianThirdPartyVersion = /\.pgdg|\+maria~|~\d+\.gbp[0-9a-f]|[~+]ppa\d|-\d+nodesource\d/;

/** Who builds packages of type rpm without being a distribution, by the tag `Vendor`. */
const rpmThirdParties =
  /^(?:Aqua Security|ClickHouse|Confluent|Datadog|Docker|Eclipse Adoptium|Elastic|ELRepo|GitLab|Google|Grafana|HashiCorp|InfluxData|Kubernetes|MariaDB|Microsoft Corporation|MongoDB|NGINX|NodeSource|NVIDIA|obs:\/\/build\.opensuse\.org\/isv:|Oracle and\/or its affiliates|Percona|PostgreSQL|Redis|Remi|RPM Fusion)/i;
/** Microsoft's own distributions; and EPEL, which Fedora builds for the others. */
const ofMicrosoft = new Set(["azurelinux", "mariner"]);
const fedoraVendor = /^Fedora Project/;

/**
 * True for a package of the operating system's package manager that somebody else than the
 * distribution built: Docker's, NodeSource's, EPEL's. The distribution's advisories do not speak of
 * it, and what it brought is nobody's business but its own. A package of an unknown maker counts as
 * the distribution's: none shall be passed over.
 */
export function isThirdParty(
  { type, version, supplier = "" }: Pick<Package, "type" | "version" | "supplier">,
  distribution: Distribution | undefined,
): boolean {
  if (type === "deb") {
    const domain = /@([\w.-]+)>?\s*$/.exec(supplier.slice(0, 1000))?.[1]?.toLowerCase();
    return (
      (domain !== undefined && debianThirdParties.has(domain)) ||
      debianThirdPartyVersion.test(version)
    );
  }
  if (type !== "rpm" || distribution === undefined) return false;
  if (fedoraVendor.test(supplier)) return distribution.id !== "fedora";
  return rpmThirdParties.test(supplier) && !ofMicrosoft.has(distribution.id);
}
