import type { Inventory, Subject } from "@plimsoll/core";
import { listCpes } from "../classifiers/cpe.ts";
import { describedBy, isOfDistribution, splitDigest } from "../sbom/described.ts";
import {
  distributionProperties,
  type Property,
  packageProperties,
  subjectProperties,
} from "../sbom/properties.ts";
import {
  type IdentifiedPackage,
  licenceListVersion,
  prepareSpdx,
  type SpdxContent,
  type SpdxOptions,
} from "./document.ts";
import { collectExtracted, noAssertion } from "./licences.ts";

/** The part of an SPDX 2.3 package that Plimsoll writes (SPDX 2.3, clause 7). */
interface Spdx2Package {
  name: string;
  SPDXID: string;
  versionInfo?: string;
  downloadLocation: string;
  filesAnalyzed: false;
  primaryPackagePurpose?: string;
  checksums?: { algorithm: string; checksumValue: string }[];
  sourceInfo?: string;
  summary?: string;
  licenseConcluded: string;
  licenseDeclared: string;
  copyrightText: string;
  externalRefs?: { referenceCategory: string; referenceType: string; referenceLocator: string }[];
  annotations?: object[];
}

const documentId = "SPDXRef-DOCUMENT";
const subjectId = "SPDXRef-Subject";
const systemId = "SPDXRef-OperatingSystem";

/**
 * The inventory as an SPDX 2.3 document in JSON, see https://spdx.github.io/spdx-spec/v2.3/. The
 * document describes the image, which contains the distribution and the packages. Facts without a
 * field of their own (layers, places) are annotations of the form `name: value`.
 */
export function toSpdx2(inventory: Inventory, subject: Subject, options: SpdxOptions): object {
  const content = prepareSpdx(inventory, subject, options);
  const annotate = annotator(content.created, options.toolVersion);
  const system = systemPackage(inventory, annotate);
  const extracted = collectExtracted(content.packages.map(({ licence }) => licence));
  return {
    spdxVersion: "SPDX-2.3",
    dataLicense: "CC0-1.0",
    SPDXID: documentId,
    name: content.name,
    documentNamespace: content.namespace,
    creationInfo: {
      created: content.created,
      creators: [`Tool: plimsoll-${options.toolVersion}`],
      licenseListVersion: licenceListVersion,
    },
    packages: [
      subjectPackage(subject, inventory, annotate),
      ...(system ? [system] : []),
      ...content.packages.map((one) => packageOf(one, annotate)),
    ],
    ...(extracted.length > 0
      ? {
          hasExtractedLicensingInfos: extracted.map(({ id, text }) => ({
            licenseId: id,
            extractedText: text,
          })),
        }
      : {}),
    relationships: relationshipsOf(content, system !== undefined),
  };
}

type Annotate = (properties: readonly Property[]) => { annotations?: object[] };

function annotator(created: string, toolVersion: string): Annotate {
  return (properties) => {
    if (properties.length === 0) return {};
    const annotations = properties.map(({ name, value }) => ({
      annotator: `Tool: plimsoll-${toolVersion}`,
      annotationDate: created,
      annotationType: "OTHER",
      comment: `${name}: ${value}`,
    }));
    return { annotations };
  };
}

/** What every package must say, and nothing is known of. */
const unknown = {
  downloadLocation: noAssertion,
  filesAnalyzed: false,
  licenseConcluded: noAssertion,
  licenseDeclared: noAssertion,
  copyrightText: noAssertion,
} as const;

function subjectPackage(subject: Subject, inventory: Inventory, annotate: Annotate): Spdx2Package {
  const { name, digest, isImage } = describedBy(subject);
  const hash = splitDigest(digest);
  return {
    name: name || "unnamed",
    SPDXID: subjectId,
    ...(digest ? { versionInfo: digest } : {}),
    ...unknown,
    primaryPackagePurpose: isImage ? "CONTAINER" : "OTHER",
    ...(hash
      ? { checksums: [{ algorithm: hash.algorithm.toUpperCase(), checksumValue: hash.hex }] }
      : {}),
    ...annotate(subjectProperties(subject, inventory)),
  };
}

function systemPackage(inventory: Inventory, annotate: Annotate): Spdx2Package | undefined {
  const { distribution } = inventory;
  if (distribution === undefined) return undefined;
  const version = distribution.versionId ?? distribution.codename;
  return {
    name: distribution.id,
    SPDXID: systemId,
    ...(version ? { versionInfo: version } : {}),
    ...(distribution.name ? { summary: distribution.name } : {}),
    ...unknown,
    primaryPackagePurpose: "OPERATING_SYSTEM",
    ...annotate(distributionProperties(inventory)),
  };
}

function packageOf({ found, id, licence }: IdentifiedPackage, annotate: Annotate): Spdx2Package {
  const cpes = found.type === "generic" ? listCpes(found) : [];
  const { source } = found;
  return {
    name: found.name,
    SPDXID: id,
    versionInfo: found.version,
    ...(found.supplier ? { supplier: `Organization: ${found.supplier}` } : {}),
    ...unknown,
    ...(licence ? { licenseDeclared: licence.expression } : {}),
    // The words by which Trivy tells the source package, so that its readers find it.
    ...(source ? { sourceInfo: `built package from: ${source.name} ${source.version}` } : {}),
    externalRefs: [
      reference("PACKAGE-MANAGER", "purl", found.purl),
      ...cpes.map((cpe) => reference("SECURITY", "cpe23Type", cpe)),
    ],
    ...annotate(packageProperties(found)),
  };
}

function reference(referenceCategory: string, referenceType: string, referenceLocator: string) {
  return { referenceCategory, referenceType, referenceLocator };
}

/** SPDX 2.3, clause 11. */
function relationshipsOf({ packages }: SpdxContent, hasSystem: boolean): object[] {
  const contains = (from: string, to: string) => ({
    spdxElementId: from,
    relationshipType: "CONTAINS",
    relatedSpdxElement: to,
  });
  return [
    {
      spdxElementId: documentId,
      relationshipType: "DESCRIBES",
      relatedSpdxElement: subjectId,
    },
    ...(hasSystem ? [contains(subjectId, systemId)] : []),
    ...packages.map(({ found, id }) =>
      contains(hasSystem && isOfDistribution(found) ? systemId : subjectId, id),
    ),
  ];
}
