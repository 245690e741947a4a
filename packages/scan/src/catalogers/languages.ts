import type { Cataloger } from "../cataloger.ts";
import { conanFormat } from "../installed/conan.ts";
import { cosFormat } from "../installed/cos.ts";
import { dartCacheFormat, dartConfigFormat } from "../installed/dart.ts";
import { flatpakFormat } from "../installed/flatpak.ts";
import { homebrewFormat } from "../installed/homebrew.ts";
import { installedCataloger } from "../installed/installed-format.ts";
import { nixFormat } from "../installed/nix.ts";
import { snapFormat } from "../installed/snap.ts";
import { swiftFormat } from "../installed/swift.ts";
import { yarnCacheFormat, yarnPnpFormat } from "../installed/yarn.ts";
import { cargoCataloger } from "./cargo.ts";
import { composerCataloger } from "./composer.ts";
import { condaCataloger } from "./conda.ts";
import { cpanCataloger } from "./cpan.ts";
import { dotnetCataloger } from "./dotnet.ts";
import { gemCataloger } from "./gem.ts";
import { goCataloger } from "./go.ts";
import { javaCataloger } from "./java.ts";
import { luarocksCataloger } from "./luarocks.ts";
import { npmCataloger } from "./npm.ts";
import { otpCataloger } from "./otp.ts";
import { pythonCataloger } from "./python.ts";
import { rCataloger } from "./r.ts";
import { softwareCataloger } from "./software.ts";
import { wordPressCataloger } from "./wordpress.ts";

/** Everything that a package of an operating system may have brought along. */
export const languageCatalogers: readonly Cataloger[] = [
  npmCataloger,
  installedCataloger(yarnCacheFormat),
  installedCataloger(yarnPnpFormat),
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
  installedCataloger(dartCacheFormat),
  installedCataloger(dartConfigFormat),
  installedCataloger(swiftFormat),
  installedCataloger(conanFormat),
  installedCataloger(nixFormat),
  installedCataloger(homebrewFormat),
  installedCataloger(snapFormat),
  installedCataloger(flatpakFormat),
  installedCataloger(cosFormat),
  goCataloger,
  cargoCataloger,
  softwareCataloger,
];
