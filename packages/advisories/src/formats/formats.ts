import { archFormat } from "./arch/read-arch.ts";
import { csafFormat } from "./csaf/read-csaf.ts";
import { cve5Format } from "./cve5/read-cve5.ts";
import { debianAdvisoryListFormat } from "./debian-lists/read-advisory-list.ts";
import { debianCveListFormat } from "./debian-lists/read-cve-list.ts";
import { debianTrackerFormat } from "./debian-tracker/read-debian-tracker.ts";
import type { DocumentFormat, StreamFormat } from "./format.ts";
import { friendsOfPhpFormat } from "./friendsofphp/read-friendsofphp.ts";
import { nodeCoreFormat } from "./node-core/read-node-core.ts";
import { nvdFormat } from "./nvd/read-nvd.ts";
import { osvFormat } from "./osv/read-osv.ts";
import { ovalFormat } from "./oval/read-oval.ts";
import { photonFormat } from "./photon/read-photon.ts";
import { retireJsFormat } from "./retirejs/read-retirejs.ts";
import { rubySecFormat } from "./rubysec/read-rubysec.ts";
import { secdbFormat } from "./secdb/read-secdb.ts";
import { updateinfoFormat } from "./updateinfo/read-updateinfo.ts";

/** Every format of JSON and YAML documents. The last one, OSV, also speaks for what none recognises. */
export const documentFormats: readonly DocumentFormat[] = [
  archFormat,
  csafFormat,
  photonFormat,
  cve5Format,
  nvdFormat,
  friendsOfPhpFormat,
  rubySecFormat,
  secdbFormat,
  nodeCoreFormat,
  retireJsFormat,
  debianTrackerFormat,
  osvFormat,
];

/** Every format that is read as a stream. */
export const streamFormats: readonly StreamFormat[] = [
  debianAdvisoryListFormat,
  debianCveListFormat,
  ovalFormat,
  updateinfoFormat,
];
