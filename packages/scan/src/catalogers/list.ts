import type { Cataloger } from "../cataloger.ts";
import { apkCataloger } from "./apk.ts";
import { chiselCataloger } from "./chisel.ts";
import { dpkgCataloger } from "./dpkg.ts";
import { embeddedSbomCataloger } from "./embedded-sbom.ts";
import { languageCatalogers } from "./languages.ts";
import { opkgCataloger } from "./opkg.ts";
import { pacmanCataloger } from "./pacman.ts";
import { portageCataloger } from "./portage.ts";
import { rpmCataloger } from "./rpm.ts";

/** Everything that finds packages. */
export const catalogers: readonly Cataloger[] = [
  dpkgCataloger,
  apkCataloger,
  rpmCataloger,
  pacmanCataloger,
  opkgCataloger,
  portageCataloger,
  chiselCataloger,
  ...languageCatalogers,
  embeddedSbomCataloger,
];
