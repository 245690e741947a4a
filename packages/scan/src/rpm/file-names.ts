import { mayHoldPackage } from "../ownership/interest.ts";

/** Where the values of a tag lie in the data of a header. */
interface Values {
  offset: number;
  count: number;
}

/** The three lists that together are a package's files. */
export interface FileNameLists {
  folders?: Values;
  folderIndexes?: Values;
  names?: Values;
}

/** The kernel's documentation, the largest package there is, has some 30,000. */
const mostFiles = 200_000;
const longestPath = 4096; // PATH_MAX

/**
 * The files of a package that other packages may be read from (rpm.org/docs/latest/manual/tags.html,
 * `Basenames`, `Dirnames`, `Dirindexes`). Lists that do not fit each other end where they stop fitting.
 */
export function readFileNames(data: Buffer, lists: FileNameLists): string[] {
  const { folders, folderIndexes, names } = lists;
  if (!folders || !folderIndexes || !names) return [];
  const count = Math.min(names.count, folderIndexes.count, mostFiles);
  const folderNames = readTexts(data, folders.offset, Math.min(folders.count, mostFiles));
  const found: string[] = [];
  let index = folderIndexes.offset;
  for (const name of readTexts(data, names.offset, count)) {
    if (index + 4 > data.length) break;
    const folder = folderNames[data.readUInt32BE(index)] ?? "";
    index += 4;
    if (folder.length + name.length > longestPath) continue;
    const path = `${folder}${name}`.slice(1);
    if (mayHoldPackage(path)) found.push(path);
  }
  return found;
}

/** `count` texts that each end with a zero byte. */
function readTexts(data: Buffer, offset: number, count: number): string[] {
  const texts: string[] = [];
  let at = offset;
  while (texts.length < count) {
    const end = data.indexOf(0, at);
    if (end === -1) break;
    texts.push(data.toString("utf8", at, end));
    at = end + 1;
  }
  return texts;
}
