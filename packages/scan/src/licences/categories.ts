import type { LicenceCategory } from "@plimsoll/core";

/**
 * Identifiers by what they ask of who passes the software on; `-only` and `-or-later` are left out.
 * Whatever is not listed here is `unknown`: nobody has looked.
 *
 * Copyleft and its strength follow the FSF's list (gnu.org/licenses/license-list) and ifrOSS's
 * licence centre; restrictions on use, the OSI's refusal (opensource.org/licenses).
 */
const listed: Readonly<Record<Exclude<LicenceCategory, "unknown">, string>> = {
  "public-domain": `
    CC0-1.0 Unlicense 0BSD MIT-0 PDDL-1.0 CC-PDDC SAX-PD SAX-PD-2.0 ANTLR-PD ANTLR-PD-fallback
    blessing LicenseRef-public-domain NIST-PD NIST-PD-fallback libselinux-1.0 WTFPL`,
  permissive: `
    MIT MIT-advertising MIT-CMU MIT-Modern-Variant MIT-feh MIT-enna MITNFA MIT-open-group X11
    X11-distribute-modifications-variant Apache-1.0 Apache-1.1 Apache-2.0 BSD-1-Clause BSD-2-Clause
    BSD-2-Clause-Darwin BSD-2-Clause-FreeBSD BSD-2-Clause-NetBSD BSD-2-Clause-Patent
    BSD-2-Clause-Views BSD-3-Clause BSD-3-Clause-Attribution BSD-3-Clause-Clear BSD-3-Clause-HP
    BSD-3-Clause-LBNL BSD-3-Clause-Modification BSD-3-Clause-Open-MPI BSD-3-Clause-Sun BSD-4-Clause
    BSD-4-Clause-UC BSD-4-Clause-Shortened BSD-Source-Code BSD-Protection ISC ISC-Veillard Zlib
    zlib-acknowledgement libpng-2.0 Libpng BSL-1.0 PSF-2.0 Python-2.0 Python-2.0.1 CNRI-Python
    PostgreSQL NCSA OpenSSL OpenSSL-standalone SSLeay-standalone curl Beerware FTL FSFAP FSFUL
    FSFULLR FSFULLRWD HPND HPND-sell-variant ICU Unicode-3.0 Unicode-DFS-2015 Unicode-DFS-2016
    Unicode-TOU UPL-1.0 Vim W3C W3C-19980720 W3C-20150513 Xnet ZPL-1.1 ZPL-2.0 ZPL-2.1 PHP-3.0
    PHP-3.01 Zend-2.0 AFL-1.1 AFL-1.2 AFL-2.0 AFL-2.1 AFL-3.0 Artistic-1.0 Artistic-1.0-Perl
    Artistic-1.0-cl8 Artistic-2.0 BlueOak-1.0.0 CC-BY-1.0 CC-BY-2.0 CC-BY-2.5 CC-BY-3.0 CC-BY-4.0
    ECL-1.0 ECL-2.0 EFL-1.0 EFL-2.0 Entessa Fair IJG IJG-short Info-ZIP Intel JasPer-2.0 Linux-OpenIB
    MirOS MulanPSL-1.0 MulanPSL-2.0 MS-PL Naumen NTP NTP-0 OLDAP-2.8 OML Plexus Ruby
    SGI-B-2.0 SMLNJ SunPro Spencer-86 Spencer-94 Spencer-99 TCL TCP-wrappers Latex2e mpich2 OGC-1.0
    Bitstream-Vera Bitstream-Charter bzip2-1.0.6 bzip2-1.0.5 gnuplot Zed Intel-ACPI NAIST-2003
    CECILL-B Net-SNMP Cube Crossword MTLL xpp xlock Newsletr psutils dvipdfm GD RSA-MD OFFIS Xdebug-1.03
    OFL-1.0 OFL-1.1 OFL-1.1-RFN OFL-1.1-no-RFN`,
  "weak-copyleft": `
    LGPL-2.0 LGPL-2.1 LGPL-3.0 LGPLLR MPL-1.0 MPL-1.1 MPL-2.0 MPL-2.0-no-copyleft-exception EPL-1.0
    EPL-2.0 CPL-1.0 IPL-1.0 CDDL-1.0 CDDL-1.1 APSL-1.0 APSL-1.1 APSL-1.2 APSL-2.0 NPL-1.0 NPL-1.1
    SPL-1.0 MS-RL CECILL-C ErlPL-1.1 Nokia RPSL-1.0 SISSL LPL-1.0 LPL-1.02 LPPL-1.0
    LPPL-1.1 LPPL-1.2 LPPL-1.3a LPPL-1.3c CERN-OHL-W-2.0 Motosoto wxWindows gSOAP-1.3b YPL-1.1
    GFDL-1.1 GFDL-1.2 GFDL-1.3 CDLA-Sharing-1.0`,
  "strong-copyleft": `
    GPL-1.0 GPL-2.0 GPL-3.0 GPL-2.0-with-GCC-exception GPL-2.0-with-autoconf-exception
    GPL-2.0-with-bison-exception GPL-2.0-with-classpath-exception GPL-2.0-with-font-exception
    GPL-3.0-with-GCC-exception GPL-3.0-with-autoconf-exception CECILL-1.0 CECILL-1.1 CECILL-2.0
    CECILL-2.1 EUPL-1.0 EUPL-1.1 EUPL-1.2 QPL-1.0 Sleepycat CERN-OHL-S-2.0 CC-BY-SA-1.0 CC-BY-SA-2.0
    CC-BY-SA-2.5 CC-BY-SA-3.0 CC-BY-SA-4.0 ODbL-1.0 copyleft-next-0.3.0 copyleft-next-0.3.1 Frameworx-1.0
    NGPL Parity-6.0.0 Parity-7.0.0 LiLiQ-Rplus-1.1`,
  "network-copyleft": `
    AGPL-1.0 AGPL-3.0 OSL-1.0 OSL-1.1 OSL-2.0 OSL-2.1 OSL-3.0 RPL-1.1 RPL-1.5 CPAL-1.0 Watcom-1.0
    SimPL-2.0 CAL-1.0 CAL-1.0-Combined-Work-Exception`,
  "source-available": `
    SSPL-1.0 BUSL-1.1 Elastic-2.0 PolyForm-Noncommercial-1.0.0 PolyForm-Small-Business-1.0.0
    Hippocratic-2.1 FSL-1.1-ALv2 FSL-1.1-MIT Aladdin JSON CC-BY-NC-1.0 CC-BY-NC-2.0
    CC-BY-NC-2.5 CC-BY-NC-3.0 CC-BY-NC-4.0 CC-BY-NC-ND-1.0 CC-BY-NC-ND-2.0 CC-BY-NC-ND-2.5
    CC-BY-NC-ND-3.0 CC-BY-NC-ND-4.0 CC-BY-NC-SA-1.0 CC-BY-NC-SA-2.0 CC-BY-NC-SA-2.5 CC-BY-NC-SA-3.0
    CC-BY-NC-SA-4.0 CC-BY-ND-1.0 CC-BY-ND-2.0 CC-BY-ND-2.5 CC-BY-ND-3.0 CC-BY-ND-4.0 `,
};

const byId: ReadonlyMap<string, LicenceCategory> = new Map(
  Object.entries(listed).flatMap(([category, ids]) =>
    ids
      .trim()
      .split(/\s+/)
      .map((id): [string, LicenceCategory] => [id, category as LicenceCategory]),
  ),
);

/** What a licence asks for, by its SPDX identifier; `unknown` where nobody has looked. */
export function licenceCategory(id: string): LicenceCategory {
  return byId.get(id) ?? byId.get(id.replace(/-(?:only|or-later)$/, "")) ?? "unknown";
}
