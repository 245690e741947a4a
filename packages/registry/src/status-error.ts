import { type ErrorCode, PlimsollError } from "@plimsoll/core";
import type { Login } from "./auth/authorizer.ts";
import { parseRetryAfter } from "./http/back-off.ts";
import { type HttpResponse, readBody } from "./http/body.ts";
import { isObject, parseObject } from "./json.ts";
import { toPlainText } from "./plain-text.ts";

const maxBodyBytes = 64 * 1024;

/** What was asked for when a registry refused. */
export interface RefusedRequest {
  /** The reference or digest, without credentials. */
  readonly subject: string;
  /** The registry as users name it. */
  readonly registry: string;
  /** What a 404 means, as a sentence. */
  readonly notFound: string;
  readonly login: Login;
}

/** The typed error for an answer whose status says no. Reads (a bounded part of) its body. */
export async function createStatusError(
  response: HttpResponse,
  refused: RefusedRequest,
): Promise<PlimsollError> {
  const { registry, subject, login } = refused;
  const said = await readErrorMessage(response);
  const [code, what, action] = explainStatus(response, refused);
  return new PlimsollError(code, said === "" ? what : `${what} (${registry} says: ${said})`, {
    subject,
    action:
      login.problem && code === "UNAUTHORIZED" ? `${action} ${login.problem.message}.` : action,
    cause: login.problem,
  });
}

function explainStatus(
  response: HttpResponse,
  { registry, notFound, login }: RefusedRequest,
): [code: ErrorCode, what: string, action: string] {
  const { status, headers } = response;
  if (response.isForeign && status < 500) {
    return [
      "SERVER_ERROR",
      `${response.url.host}, to which ${registry} redirects, answers with status ${status}`,
      "Try again: such redirects are valid for a short time.",
    ];
  }
  const command = registry === "docker.io" ? "docker login" : `docker login ${registry}`;
  if (status === 401) {
    return login.credentials
      ? [
          "UNAUTHORIZED",
          `${registry} does not accept the login`,
          `Run \`${command}\` again; the repository may also not exist.`,
        ]
      : [
          "UNAUTHORIZED",
          `${registry} asks for a login`,
          `Run \`${command}\`; the repository may also not exist.`,
        ];
  }
  if (status === 403) {
    return [
      "FORBIDDEN",
      `${registry} refuses access`,
      "Ask for access to the repository, or log in as somebody who has it.",
    ];
  }
  if (status === 404)
    return ["NOT_FOUND", notFound, "Check the name; a private repository may need a login."];
  if (status === 429) {
    const waitMs = parseRetryAfter(headers["retry-after"]);
    const when = waitMs === undefined ? "later" : `in ${Math.ceil(waitMs / 1000)} s`;
    return [
      "RATE_LIMITED",
      `${registry} allows no more requests now`,
      `Try again ${when}, log in, or configure a mirror.`,
    ];
  }
  return [
    "SERVER_ERROR",
    `${registry} answers with status ${status}`,
    "Try again later; see the registry's log or status page.",
  ];
}

/** The first message of the body in the specification's form (distribution-spec, "Error Codes"), made printable. */
async function readErrorMessage(response: HttpResponse): Promise<string> {
  try {
    const errors = parseObject(await readBody(response, maxBodyBytes))?.errors;
    const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
    const { code, message } = isObject(first) ? first : {};
    const text = typeof message === "string" && message !== "" ? message : code;
    return typeof text === "string" ? toPlainText(text) : "";
  } catch {
    // No body, an endless one, or not the specification's form: the status must do.
    return "";
  }
}
