export {
  type AttachedSbom,
  type AttachedSboms,
  listAttachedSboms,
} from "./attached/list-attached.ts";
export {
  attributeFindings,
  attributeInventory,
  type Origin,
} from "./attribution/attribute.ts";
export { type Catalog, catalogPackages } from "./catalog/catalog.ts";
export type { Cataloger, PackageDraft } from "./cataloger.ts";
export { catalogers } from "./catalogers/list.ts";
export { listCpes } from "./classifiers/cpe.ts";
export { type CycloneDxOptions, toCycloneDx } from "./cyclonedx/cyclonedx.ts";
export { type Account, accountInspector, type PasswordState } from "./files/accounts.ts";
export { fileFindings, fileInspectors } from "./files/findings.ts";
export { type WorldWritable, worldWritableInspector } from "./files/world-writable.ts";
export type { InstalledPackage } from "./formats/installed-package.ts";
export {
  type GitHubRun,
  type GitHubSnapshotOptions,
  toGitHubSnapshot,
} from "./github/snapshot.ts";
export { type FlawedPackage, linkedGoFunctions } from "./go/linked-functions.ts";
export type { GoModule } from "./go/module-info.ts";
export { apkInspector } from "./inspectors/apk.ts";
export { cargoInspector } from "./inspectors/cargo.ts";
export { chiselInspector } from "./inspectors/chisel.ts";
export { composerInspector } from "./inspectors/composer.ts";
export { condaInspector } from "./inspectors/conda.ts";
export { type ContentManifest, contentManifestInspector } from "./inspectors/content-manifest.ts";
export { cpanInspector } from "./inspectors/cpan.ts";
export { dotnetInspector } from "./inspectors/dotnet.ts";
export { dpkgInspector } from "./inspectors/dpkg.ts";
export { type EmbeddedSbom, embeddedSbomInspector } from "./inspectors/embedded-sbom.ts";
export { gemInspector } from "./inspectors/gem.ts";
export { type GoProgram, goInspector } from "./inspectors/go.ts";
export { javaInspector } from "./inspectors/java.ts";
export { distributionInspectors, scanInspectors } from "./inspectors/list.ts";
export { luarocksInspector } from "./inspectors/luarocks.ts";
export { npmInspector } from "./inspectors/npm.ts";
export { opkgInspector } from "./inspectors/opkg.ts";
export { osReleaseInspector } from "./inspectors/os-release.ts";
export { otpInspector } from "./inspectors/otp.ts";
export { pacmanInspector } from "./inspectors/pacman.ts";
export { portageInspector } from "./inspectors/portage.ts";
export { pythonInspector } from "./inspectors/python.ts";
export { rInspector } from "./inspectors/r.ts";
export { rpmInspector } from "./inspectors/rpm.ts";
export {
  type RecognisedSoftware,
  softwareInspector,
} from "./inspectors/software.ts";
export { type WordPressExtension, wordPressInspector } from "./inspectors/wordpress.ts";
export type { JavaArchive, JavaPackage } from "./java/java-archive.ts";
export { licenceCategory } from "./licences/categories.ts";
export { evaluateLicence, type LicenceAnswer, type LicenceRules } from "./licences/evaluate.ts";
export { type LicenceExpression, parseExpression } from "./licences/expression.ts";
export { licenceFindings } from "./licences/findings.ts";
export { type LicenceFile, licenceFileInspector } from "./licences/inspector.ts";
export { matchLicenceText } from "./licences/match-text.ts";
export { toSpdxExpression } from "./licences/names.ts";
export { loadLockfileCatalogers } from "./lockfiles/load.ts";
export { parseClamdAddress } from "./malware/clamd/address.ts";
export {
  type ClamdOptions,
  clamdVersion,
  pingClamd,
  scanWithClamd,
} from "./malware/clamd/client.ts";
export { type ClamdScan, scanImageWithClamd } from "./malware/clamd/scan-image.ts";
export type {
  DatabaseContainer,
  DatabaseSummary,
  MalwareDatabase,
} from "./malware/database/database.ts";
export { loadMalwareDatabase, type MalwareDatabaseOptions } from "./malware/database/load.ts";
export type { MalwareFact, MalwareMatch } from "./malware/fact.ts";
export { databaseFinding, malwareFindings } from "./malware/findings.ts";
export { createMalwareInspector, malwareInspector } from "./malware/inspector.ts";
export type { MalwareRule } from "./malware/rule.ts";
export { malwareRules } from "./malware/rules.ts";
export type { AuditData, Crate } from "./rust/audit-data.ts";
export { contentUuid } from "./sbom/content-uuid.ts";
export { readSbom, type Sbom, type SbomFormat } from "./sbom/read-sbom.ts";
export { type Scan, type ScanOptions, scanImage } from "./scan-image.ts";
export {
  type Detector,
  type DetectorFamily,
  detectorFamilies as secretFamilies,
  type Verification,
} from "./secrets/detector.ts";
export { detectors as secretDetectors } from "./secrets/detectors/list.ts";
export { namedVariable } from "./secrets/find-in-config.ts";
export {
  type FindOptions,
  type FoundSecret,
  findSecrets,
  type SecretFacts,
} from "./secrets/find-secrets.ts";
export { type Secrets, secretFindings } from "./secrets/findings.ts";
export { createSecretInspector, secretInspector } from "./secrets/inspector.ts";
export { judgePattern, type PatternJudgement } from "./secrets/pattern/linear.ts";
export { defaultRules, SecretRules } from "./secrets/rules.ts";
export { readSecretSettings, type SecretSettings } from "./secrets/settings.ts";
export type { SpdxOptions } from "./spdx/document.ts";
export { toSpdx2 } from "./spdx/spdx2.ts";
export { toSpdx3 } from "./spdx/spdx3.ts";
export { type SyftOptions, toSyft } from "./syft/syft.ts";
export { verificationInspectors, verifyPackages } from "./verification/verify-packages.ts";
