import { csafFormat } from "./csaf/read-csaf.ts";
import type { DocumentFormat, StreamFormat } from "./format.ts";
import { osvFormat } from "./osv/read-osv.ts";
import { ovalFormat } from "./oval/read-oval.ts";
import { photonFormat } from "./photon/read-photon.ts";
import { updateinfoFormat } from "./updateinfo/read-updateinfo.ts";

/** Every format of JSON and YAML documents. The last one, OSV, also speaks for what none recognises. */
export const documentFormats: readonly DocumentFormat[] = [csafFormat, photonFormat, osvFormat];

/** Every format that is read as a stream. */
export const streamFormats: readonly StreamFormat[] = [ovalFormat, updateinfoFormat];
