import type { Cataloger } from "../cataloger.ts";
import { apkCataloger } from "./apk.ts";
import { dpkgCataloger } from "./dpkg.ts";
import { npmCataloger } from "./npm.ts";

/** Everything that finds packages. */
export const catalogers: readonly Cataloger[] = [dpkgCataloger, apkCataloger, npmCataloger];
