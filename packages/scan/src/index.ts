export {
  type AttachedSbom,
  type AttachedSboms,
  listAttachedSboms,
} from "./attached/list-attached.ts";
export { type Catalog, catalogPackages } from "./catalog/catalog.ts";
export type { Cataloger, PackageDraft } from "./cataloger.ts";
export { catalogers } from "./catalogers/list.ts";
export { listCpes } from "./classifiers/cpe.ts";
export { type CycloneDxOptions, toCycloneDx } from "./cyclonedx/cyclonedx.ts";
export type { InstalledPackage } from "./formats/installed-package.ts";
export {
  type GitHubRun,
  type GitHubSnapshotOptions,
  toGitHubSnapshot,
} from "./github/snapshot.ts";
export type { GoModule } from "./go/module-info.ts";
export { apkInspector } from "./inspectors/apk.ts";
export { cargoInspector } from "./inspectors/cargo.ts";
export { chiselInspector } from "./inspectors/chisel.ts";
export { composerInspector } from "./inspectors/composer.ts";
export { condaInspector } from "./inspectors/conda.ts";
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
export { loadLockfileCatalogers } from "./lockfiles/load.ts";
export type { AuditData, Crate } from "./rust/audit-data.ts";
export { readSbom, type Sbom, type SbomFormat } from "./sbom/read-sbom.ts";
export { type Scan, type ScanOptions, scanImage } from "./scan-image.ts";
export type { SpdxOptions } from "./spdx/document.ts";
export { toSpdx2 } from "./spdx/spdx2.ts";
export { toSpdx3 } from "./spdx/spdx3.ts";
export { type SyftOptions, toSyft } from "./syft/syft.ts";
