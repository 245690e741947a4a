import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Serves files of a map on loopback; `answers` go before the files. */
export interface FileServer {
  readonly url: string;
  /** Paths that were asked for. */
  readonly asked: string[];
  readonly answers: Map<string, (response: ServerResponse) => void>;
  close(): Promise<void>;
}

export async function serve(files: ReadonlyMap<string, Buffer>): Promise<FileServer> {
  const asked: string[] = [];
  const answers: FileServer["answers"] = new Map();
  const server = createServer((request, response) => {
    const path = (request.url ?? "").slice(1);
    asked.push(path);
    const answer = answers.get(path);
    const file = files.get(path) ?? files.get(decodeURIComponent(path));
    if (answer) answer(response);
    else if (file) response.end(file);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    answers,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
