import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";

/** A running forward proxy. */
export interface ProxyServer {
  url: string;
  /** `host:port` of every connection that was asked for. */
  targets: readonly string[];
  close(): Promise<void>;
}

/**
 * Starts a proxy on the loopback interface that knows only the hosts of `routes` (`host:port` → the
 * address that stands for it), and notes every host that it is asked for.
 */
export async function startProxy(routes: Record<string, string>): Promise<ProxyServer> {
  const targets: string[] = [];
  const server = createServer((request, response) => {
    targets.push(request.url ?? "");
    response.writeHead(501).end();
  });
  server.on("connect", (request, client, head) => {
    const target = request.url ?? "";
    targets.push(target);
    const route = routes[target];
    client.on("error", () => client.destroy());
    if (route === undefined) {
      client.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      return;
    }
    const { hostname, port } = new URL(route);
    const upstream = connect(Number(port), hostname, () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.write(head);
      upstream.pipe(client);
      client.pipe(upstream);
    });
    upstream.on("error", () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    targets,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
