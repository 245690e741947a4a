import type { Cataloger } from "../cataloger.ts";
import { apkCataloger } from "./apk.ts";
import { cargoCataloger } from "./cargo.ts";
import { composerCataloger } from "./composer.ts";
import { condaCataloger } from "./conda.ts";
import { cpanCataloger } from "./cpan.ts";
import { dotnetCataloger } from "./dotnet.ts";
import { dpkgCataloger } from "./dpkg.ts";
import { embeddedSbomCataloger } from "./embedded-sbom.ts";
import { gemCataloger } from "./gem.ts";
import { goCataloger } from "./go.ts";
import { javaCataloger } from "./java.ts";
import { luarocksCataloger } from "./luarocks.ts";
import { npmCataloger } from "./npm.ts";
import { opkgCataloger } from "./opkg.ts";
import { otpCataloger } from "./otp.ts";
import { pacmanCataloger } from "./pacman.ts";
import { portageCataloger } from "./portage.ts";
import { pythonCataloger } from "./python.ts";
import { rCataloger } from "./r.ts";
import { rpmCataloger } from "./rpm.ts";
import { softwareCataloger } from "./software.ts";
import { wordPressCataloger } from "./wordpress.ts";

/** Everything that finds packages. */
export const catalogers: readonly Cataloger[] = [
  dpkgCataloger,
  apkCataloger,
  rpmCataloger,
  pacmanCataloger,
  opkgCataloger,
  portageCataloger,
  npmCataloger,
  javaCataloger,
  pythonCataloger,
  gemCataloger,
  composerCataloger,
  dotnetCataloger,
  condaCataloger,
  rCataloger,
  luarocksCataloger,
  cpanCataloger,
  otpCataloger,
  wordPressCataloger,
  goCataloger,
  cargoCataloger,
  softwareCataloger,
  embeddedSbomCataloger,
];
