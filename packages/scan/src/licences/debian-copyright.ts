import { forEachLine } from "../formats/lines.ts";
import { matchLicenceText } from "./match-text.ts";
import { toSpdxExpression } from "./names.ts";

const mostLicences = 100;
const longestName = 200;

/** How far in front of a reference to a licence its notice begins. */
const noticeLength = 1_500;

/**
 * The licences that `usr/share/doc/NAME/copyright` names, each once, as SPDX expressions or in the
 * file's own words: the `License` of every paragraph about files (Debian's copyright-format 1.0), else the texts in
 * it and the references to `/usr/share/common-licenses` (Debian Policy, 12.5).
 */
export function parseDebianCopyright(text: string): string[] {
  const named = /^Format(?:-Specification)?:/im.test(text.slice(0, 2_000))
    ? licenceFields(text)
    : [...new Set([...references(text), ...matchLicenceText(text)])];
  const known = named.map((name) => toSpdxExpression(name) ?? name);
  return [...new Set(known)].slice(0, mostLicences);
}

function licenceFields(text: string): string[] {
  const ofFiles = new Set<string>();
  const ofAll = new Set<string>();
  let isAboutFiles = false;
  forEachLine(text, (start, end) => {
    const first = text.charCodeAt(start);
    if (end === start || first === 13) isAboutFiles = false;
    // `F` and `L` in either case; all other lines are text.
    const letter = first | 32;
    if (letter !== 102 && letter !== 108) return true;
    const line = text.slice(start, Math.min(end, start + longestName));
    if (/^Files:/i.test(line)) isAboutFiles = true;
    const [, name = ""] = /^Licen[cs]e:[ \t]*(\S.*)$/i.exec(line) ?? [];
    if (name !== "") (isAboutFiles ? ofFiles : ofAll).add(name.trim());
    return true;
  });
  return [...(ofFiles.size > 0 ? ofFiles : ofAll)];
}

function references(text: string): string[] {
  const found: string[] = [];
  for (const { 1: file = "", index } of text.matchAll(
    /\/usr\/share\/common-licenses\/([A-Za-z]{2,9}(?:-\d(?:\.\d)?)?)/g,
  )) {
    if (found.length >= mostLicences) break;
    const notice = text.slice(Math.max(0, index - noticeLength), index);
    const isNumbered = /\d$/.test(file);
    // `GPL` leads to the newest version: the notice tells which ones hold.
    const versions = isNumbered ? [] : notice.matchAll(/version\s(\d(?:\.\d)?)/gi);
    const version = [...versions].findLast(([, it]) => toSpdxExpression(`${file}-${it}`))?.[1];
    const isGnu = /^(?:L?GPL|GFDL)/.test(file);
    const later = isGnu && /any\s{1,9}later\s{1,9}version/i.test(notice) ? "+" : "";
    const name = version === undefined ? file : `${file}-${version}`;
    found.push(/\d$/.test(name) ? `${name}${later}` : name);
  }
  return found;
}
