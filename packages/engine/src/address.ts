import { PlimsollError } from "@plimsoll/core";

/** Where an engine listens. */
export type EngineAddress =
  | { readonly kind: "socket"; readonly path: string }
  | {
      readonly kind: "tcp";
      readonly host: string;
      readonly port: number;
      readonly secure: boolean;
    };

/**
 * Parses an engine's address as `DOCKER_HOST` has it: `unix:///path`, `tcp://host[:port]`,
 * `http://…`, `https://…`. For `tcp`, `secure` says whether TLS is configured; it also decides the
 * default port, 2375 or 2376 (docker(1), "Environment variables").
 *
 * @throws PlimsollError `UNSUPPORTED` for addresses that only Docker's own client can use,
 * `INVALID_ARGUMENT` for what is no address
 */
export function parseAddress(text: string, secure = false): EngineAddress {
  const subject = text.replace(/\/\/[^/@]*@/, "//").slice(0, 300);
  const scheme = /^([a-z]+):\/\//.exec(text)?.[1];
  if (scheme === "unix") {
    const path = text.slice("unix://".length);
    if (path.startsWith("/") && !path.includes("\0")) return { kind: "socket", path };
    throw invalid(
      subject,
      "Give unix:// and an absolute path, such as unix:///var/run/docker.sock.",
    );
  }
  if (scheme === "ssh") {
    throw new PlimsollError("UNSUPPORTED", "Engines over SSH are not supported", {
      subject,
      action:
        "Forward the socket, `ssh -nNT -L /tmp/docker.sock:/var/run/docker.sock HOST`, and use unix:///tmp/docker.sock.",
    });
  }
  if (scheme === "npipe" || scheme === "fd") {
    throw new PlimsollError(
      "UNSUPPORTED",
      `Engine addresses of the kind ${scheme}:// are not supported`,
      {
        subject,
        action: "Use unix:// or tcp://.",
      },
    );
  }
  if (!["tcp", "http", "https"].includes(scheme ?? "")) {
    throw invalid(subject, "Give unix:///path or tcp://host:port.");
  }
  return parseTcp(text, subject, scheme === "https" || (scheme === "tcp" && secure));
}

function parseTcp(text: string, subject: string, secure: boolean): EngineAddress {
  // As http: URLs of unknown schemes would keep a host's case and faults.
  const address = text.replace(/^[a-z]+:/, "http:");
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (
    !url?.hostname ||
    url.username ||
    url.password ||
    url.search ||
    url.hash ||
    url.pathname !== "/"
  ) {
    throw invalid(subject, "Give tcp://host:port and nothing more.");
  }
  // The URL leaves out port 80, which is http's own.
  const port = url.port || (/:80\/?$/.test(text) ? "80" : secure ? "2376" : "2375");
  return { kind: "tcp", host: url.hostname.replace(/^\[|\]$/g, ""), port: Number(port), secure };
}

/** The address as users write it. */
export function formatAddress(address: EngineAddress): string {
  if (address.kind === "socket") return `unix://${address.path}`;
  const host = address.host.includes(":") ? `[${address.host}]` : address.host;
  return `tcp://${host}:${address.port}`;
}

function invalid(subject: string, action: string): PlimsollError {
  return new PlimsollError("INVALID_ARGUMENT", "That is not the address of a container engine", {
    subject,
    action,
  });
}
