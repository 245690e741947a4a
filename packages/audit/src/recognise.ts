/** The kinds of file that are told from their name and content. */
export type FileKind = "dockerfile" | "compose" | "kubernetes" | "devcontainer" | "workflow";

/** UTF-16 units that tell what a file is. */
const maxHead = 200_000;

/**
 * Tells what kind of file a text is: by its path where that settles it, else by its top-level keys.
 * A YAML file that is nothing else is taken for a compose file.
 */
export function recogniseFile(path: string, text: string): FileKind {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  if (/^\.?devcontainer\.json$/i.test(name) || /(?:^|\/)\.devcontainer\/.*\.json$/i.test(path)) {
    return "devcontainer";
  }
  if (/(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/i.test(path)) return "workflow";
  if (!/\.(?:ya?ml|json)$/i.test(name)) return "dockerfile";
  const head = text.slice(0, maxHead);
  // Kubernetes keys may stand in any order, and in JSON in one line.
  const hasKey = (key: string) => new RegExp(`^["'{ \\t]*${key}["']?\\s*:`, "m").test(head);
  const isObject = hasKey("apiVersion") || /"apiVersion"\s*:/.test(head);
  if (isObject && (hasKey("kind") || /"kind"\s*:/.test(head)) && !/^services\s*:/m.test(head)) {
    return "kubernetes";
  }
  const isCompose = /^["']?(?:services|include)["']?\s*:/m.test(head);
  if (!isCompose && /^["']?on["']?\s*:/m.test(head) && /^jobs\s*:/m.test(head)) return "workflow";
  return "compose";
}
