import type { Cataloger } from "../cataloger.ts";
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
];
