export { type Catalog, catalogPackages } from "./catalog/catalog.ts";
export { type CycloneDxOptions, toCycloneDx } from "./cyclonedx/cyclonedx.ts";
export { apkInspector } from "./inspectors/apk.ts";
export { dpkgInspector } from "./inspectors/dpkg.ts";
export { scanInspectors } from "./inspectors/list.ts";
export { npmInspector } from "./inspectors/npm.ts";
export { osReleaseInspector } from "./inspectors/os-release.ts";
export { unreadDatabaseInspector } from "./inspectors/unread-database.ts";
export { type Scan, type ScanOptions, scanImage } from "./scan-image.ts";
