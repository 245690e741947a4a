/** An image as it is named in a Dockerfile or a compose file. */
export interface ImageName {
  /** Registry and repository, as written. */
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** Splits `name[:tag][@digest]`. A colon before the last slash belongs to the registry's port. */
export function parseImageName(text: string): ImageName {
  const at = text.indexOf("@");
  const digest = at === -1 ? undefined : text.slice(at + 1);
  const rest = at === -1 ? text : text.slice(0, at);
  const colon = rest.indexOf(":", rest.lastIndexOf("/") + 1);
  return {
    name: colon === -1 ? rest : rest.slice(0, colon),
    ...(colon === -1 ? {} : { tag: rest.slice(colon + 1) }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** The registry that an image is pulled from: what stands before the first slash, if it is a host. */
export function registryOf(image: string): string {
  const slash = image.indexOf("/");
  const host = slash === -1 ? "" : image.slice(0, slash);
  return /[.:]/.test(host) || host === "localhost" ? host : "docker.io";
}
