import type { Inspector } from "@plimsoll/image";
import { apkInspector } from "./apk.ts";
import { dpkgInspector } from "./dpkg.ts";
import { npmInspector } from "./npm.ts";
import { osReleaseInspector } from "./os-release.ts";
import { unreadDatabaseInspector } from "./unread-database.ts";

/** The inspectors whose facts `catalogPackages` reads; give them to `walkImage`. */
export const scanInspectors: readonly Inspector[] = [
  osReleaseInspector,
  dpkgInspector,
  apkInspector,
  npmInspector,
  unreadDatabaseInspector,
];
