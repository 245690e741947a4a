import { languagePurl } from "../catalog/language-purl.ts";
import type { Cataloger } from "../cataloger.ts";
import type { InstalledPackage } from "../formats/installed-package.ts";
import { otpInspector } from "../inspectors/otp.ts";

export const otpCataloger: Cataloger<InstalledPackage> = {
  inspector: otpInspector,
  kind: "language",
  sees: "compiled OTP applications of Erlang, Elixir and Gleam: those of releases and of the runtime itself",
  misses: "which of them came from Hex, licences, and what lies inside an escript or an archive",
  drafts: (found) => [{ ...found, type: "otp" }],
  purl: (draft) => languagePurl("otp", draft),
};
