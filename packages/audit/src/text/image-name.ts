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
