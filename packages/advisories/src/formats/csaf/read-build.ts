import { maxName } from "../../records/fields.ts";
import type { Component, Product } from "./product-tree.ts";

/** A package of an rpm distribution, as a product names it. */
export interface NamedBuild {
  readonly name: string;
  /** `epoch:version-release`; absent when the product is every version. */
  readonly version?: string;
  readonly arch?: string;
  /** `nodejs:18`; empty outside of any module. */
  readonly module: string;
}

/** The package that a component is; `undefined` for containers, for modules themselves and for others. */
export function readBuild({ component, module }: Component): NamedBuild | undefined {
  const found = component.purl === "" ? fromName(component.name) : fromPurl(component.purl);
  if (!found || !/^[\w.+-]+$/.test(found.name) || found.name.length > maxName) return undefined;
  return { ...found, module: found.module || streamOf(module) || streamBefore(component.name) };
}

/** `pkg:rpm/redhat/curl@7.76.1-26.el9_3.2?arch=x86_64&epoch=1` */
function fromPurl(purl: string): NamedBuild | undefined {
  const match = /^pkg:rpm\/(?:[^/@?#]+\/)?([^/@?#]+)(?:@([^?#]+))?(?:\?([^#]*))?/.exec(purl);
  if (!match) return undefined;
  const [, name = "", version, rest = ""] = match;
  const qualifiers = new URLSearchParams(rest.replaceAll("+", "%2B"));
  const [epoch, arch] = [qualifiers.get("epoch"), qualifiers.get("arch")];
  const label = qualifiers.get("rpmmod") ?? "";
  return {
    name: decode(name),
    ...(version !== undefined && { version: `${epoch ? `${epoch}:` : ""}${decode(version)}` }),
    ...(arch && { arch }),
    // Flatpaks have a label that is no stream (`rhel10`): of what is installed none has it.
    module: stream(label) || label,
  };
}

/** `libcurl4-7.79.1-150400.5.32.1.x86_64`, `nodejs:18/nodejs`, `curl.src`, `curl` */
function fromName(text: string): NamedBuild | undefined {
  const plain = text.slice(text.indexOf("/") + 1);
  const [, name, version, release, arch] = /^(.+)-([^-]+)-([^-]+)\.(\w+)$/.exec(plain) ?? [];
  if (name !== undefined && arch !== undefined) {
    return { name, version: `${version}-${release}`, arch, module: "" };
  }
  if (plain.endsWith(".src")) return { name: plain.slice(0, -4), arch: "src", module: "" };
  return { name: plain, module: "" };
}

/** The module in front of a component without version: `nodejs:18/nodejs`. */
function streamBefore(name: string): string {
  const slash = name.indexOf("/");
  return slash < 0 ? "" : stream(name.slice(0, slash));
}

function streamOf(module: Product | undefined): string {
  return module ? stream(module.name) : "";
}

/** `nodejs:18:8090020240301110609:a75119d5` → `nodejs:18` */
function stream(label: string): string {
  return /^[\w.+-]+:[\w.+-]+/.exec(label)?.[0] ?? "";
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
