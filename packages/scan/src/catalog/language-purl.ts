import { PackageURL } from "packageurl-js";

/**
 * The package URL of a language's package: `pkg:composer/monolog/monolog@3.5.0`,
 * `pkg:gem/nokogiri@1.16.0?platform=x86_64-linux`. What stands before a name's last slash is its
 * namespace.
 *
 * @throws Error when the name cannot stand in a package URL
 */
export function languagePurl(
  type: string,
  { name, version }: { name: string; version: string },
  qualifiers: { readonly [name: string]: string } = {},
): string {
  const slash = name.lastIndexOf("/");
  const namespace = slash === -1 ? undefined : name.slice(0, slash);
  return new PackageURL(type, namespace, name.slice(slash + 1), version, qualifiers).toString();
}
