/** A file that a package brought, with the digest that it had. */
export type ListedFile = [path: string, digest: string];

/** The files of one package. */
export interface ListedPackage {
  name: string;
  algorithm: "md5" | "sha1" | "sha256";
  files: ListedFile[];
}
