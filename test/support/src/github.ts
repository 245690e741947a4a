import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Operation, readDescription } from "./github-description.ts";

/** A comment as a test sees it. */
export interface GitHubComment {
  id: number;
  /** Login of its author. */
  author: string;
  body: string;
}

/** Something that goes wrong instead of the reply. Applies to the first `times` requests that match. */
export interface GitHubFault {
  method?: string;
  /** Part of the path. */
  path?: string;
  times?: number;
  /**
   * A reply; or `drop` to close the connection without one, `dropAfter` to do the work first,
   * `stall` to say nothing.
   */
  reply:
    | { status: number; body?: unknown; headers?: Record<string, string> }
    | "drop"
    | "dropAfter"
    | "stall";
}

/** What the server stands for. */
export interface GitHubScenario {
  /** Comments that the pull request already has; their ids count from 1. */
  comments?: readonly { author: string; body: string }[];
  /** Whose token it is. Default: the `GITHUB_TOKEN` of a job. */
  token?: { kind: "job" } | { kind: "app"; login: string } | { kind: "user"; login: string };
  /** The token may only read, as in a pull request from a fork. */
  readOnly?: boolean;
  /** Longest body accepted, in code points. */
  maxBodyCodePoints?: number;
  faults?: readonly GitHubFault[];
}

export interface GitHubRequest {
  method: string;
  /** Path and query. */
  url: string;
  /** Operation of the published description, or `graphql`. */
  operation: string;
  authorization: string | undefined;
  body: unknown;
}

interface Reply {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

/** A running stand-in for GitHub's API. */
export interface GitHubServer {
  /** What belongs into `GITHUB_API_URL`. */
  url: string;
  requests: readonly GitHubRequest[];
  comments: readonly GitHubComment[];
  /**
   * Requests and replies that do not follow GitHub's published OpenAPI description. A test expects
   * none.
   */
  violations: readonly string[];
  close(): Promise<void>;
}

const jobLogin = "github-actions[bot]";

/**
 * Starts a server on the loopback interface that keeps the comments of a pull request as GitHub
 * does. Every request and every described reply is checked against GitHub's OpenAPI description.
 */
export async function startGitHub(scenario: GitHubScenario = {}): Promise<GitHubServer> {
  const description = readDescription();
  const token = scenario.token ?? { kind: "job" };
  const login = token.kind === "job" ? jobLogin : token.login;
  const comments: GitHubComment[] = (scenario.comments ?? []).map((comment, index) => ({
    id: index + 1,
    ...comment,
  }));
  const requests: GitHubRequest[] = [];
  const violations: string[] = [];
  const faults = (scenario.faults ?? []).map((fault) => ({
    ...fault,
    left: fault.times ?? Infinity,
  }));
  let url = "";

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      violations.push(`the server failed: ${String(error)}`);
      response.destroy();
    });
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? "";
    const { pathname, searchParams } = new URL(request.url ?? "", url);
    const text = await readBody(request);
    const body: unknown = text === "" ? undefined : JSON.parse(text);
    const operation = description.findOperation(method, pathname);
    const isGraphql = method === "POST" && pathname === "/graphql";
    requests.push({
      method,
      url: request.url ?? "",
      operation: isGraphql ? "graphql" : (operation?.id ?? "unknown"),
      authorization: request.headers.authorization,
      body,
    });
    const violate = (found: readonly string[]) => {
      violations.push(...found.map((fault) => `${method} ${pathname}: ${fault}`));
    };
    const faultsOfRequest = operation?.faultsOfRequest(searchParams, body) ?? [];
    violate(faultsOfRequest);
    if (operation === undefined && !isGraphql) violate(["GitHub has no such operation"]);

    const fault = faults.find(
      (candidate) =>
        candidate.left > 0 &&
        (candidate.method ?? method) === method &&
        pathname.includes(candidate.path ?? ""),
    );
    if (fault !== undefined) fault.left -= 1;
    if (fault?.reply === "stall") return;
    if (fault?.reply === "drop") {
      request.socket.destroy();
      return;
    }
    let reply: Reply;
    if (typeof fault?.reply === "object") reply = { body: problem("Server Error"), ...fault.reply };
    else if (faultsOfRequest.length > 0) reply = refusal(faultsOfRequest.join("; "));
    else if (isGraphql) reply = { status: 200, body: { data: { viewer: { login } } } };
    else reply = answer(operation, searchParams, body);
    if (fault?.reply === "dropAfter") {
      request.socket.destroy();
      return;
    }
    violate(operation?.faultsOfReply(reply.status, reply.body) ?? []);
    response.writeHead(reply.status, {
      "content-type": "application/json; charset=utf-8",
      ...reply.headers,
    });
    response.end(JSON.stringify(reply.body));
  }

  function answer(operation: Operation | undefined, query: URLSearchParams, body: unknown): Reply {
    switch (operation?.id) {
      case "issues/list-comments":
        return listComments(query);
      case "issues/create-comment":
        return writeComment((body as { body: string }).body);
      case "issues/update-comment":
        return writeComment((body as { body: string }).body, operation.parameters.comment_id);
      case "users/get-authenticated": {
        if (token.kind !== "user") return notAllowed();
        const example = "private-user-response-with-public-profile-information";
        return { status: 200, body: { ...(description.example(example) as object), login } };
      }
      default:
        return { status: 404, body: problem("Not Found") };
    }
  }

  function listComments(query: URLSearchParams): Reply {
    const size = Number(query.get("per_page") ?? 30);
    const page = Number(query.get("page") ?? 1);
    const shown = comments.slice((page - 1) * size, page * size);
    const next = `${url}/?per_page=${size}&page=${page + 1}`;
    return {
      status: 200,
      body: shown.map((comment) => describeComment(comment)),
      headers: comments.length > page * size ? { link: `<${next}>; rel="next"` } : {},
    };
  }

  function writeComment(body: string, id?: string): Reply {
    if (scenario.readOnly) return notAllowed();
    if (Array.from(body).length > (scenario.maxBodyCodePoints ?? 65_536)) {
      return refusal("Body is too long (maximum is 65536 characters)");
    }
    if (id === undefined) {
      const comment = { id: (comments.at(-1)?.id ?? 0) + 1, author: login, body };
      comments.push(comment);
      return { status: 201, body: describeComment(comment) };
    }
    const comment = comments.find((candidate) => String(candidate.id) === id);
    if (comment === undefined) return { status: 404, body: problem("Not Found") };
    comment.body = body;
    return { status: 200, body: describeComment(comment) };
  }

  function describeComment({ id, author, body }: GitHubComment): unknown {
    const example = description.example("issue-comment") as { user: object };
    const type = author.endsWith("[bot]") ? "Bot" : "User";
    return {
      ...example,
      id,
      html_url: `https://github.example/octocat/hello/pull/2#issuecomment-${id}`,
      body,
      user: { ...example.user, login: author, type },
    };
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    requests,
    comments,
    violations,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function problem(message: string) {
  return { message, documentation_url: "https://docs.github.com/rest" };
}

function notAllowed(): Reply {
  return { status: 403, body: problem("Resource not accessible by integration") };
}

function refusal(message: string): Reply {
  const error = { resource: "IssueComment", field: "data", code: "unprocessable", message };
  return { status: 422, body: { ...problem("Validation Failed"), errors: [error] } };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
