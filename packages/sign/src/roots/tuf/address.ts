import { PlimsollError } from "@plimsoll/core";

const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * The address of a TUF repository: https, or http on this machine.
 *
 * @throws PlimsollError `INVALID_ARGUMENT`
 */
export function requireTufUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isAllowed =
    url?.protocol === "https:" || (url?.protocol === "http:" && loopback.has(url.hostname));
  if (isAllowed && url.username === "" && url.password === "" && url.search === "") {
    return url.href.replace(/\/+$/, "");
  }
  throw new PlimsollError("INVALID_ARGUMENT", "The address of the TUF repository is not valid", {
    // Without what may be a secret.
    subject: url && `${url.origin}${url.pathname}`,
    action: "Give https://HOST/PATH without user, password and query.",
  });
}
