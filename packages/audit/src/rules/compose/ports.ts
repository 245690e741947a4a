import type { Port } from "../../compose/types.ts";
import { references } from "../../rule/references.ts";
import type { ComposeRule } from "../../rule/types.ts";
import { setScalar } from "../../yaml/edit.ts";
import { judgeServices, observeService } from "./observe.ts";

/** Services that are meant for the application next to them, by the port that IANA or the vendor gives them. */
export const databasePorts: ReadonlyMap<number, string> = new Map([
  [1433, "SQL Server"],
  [1521, "Oracle"],
  [2375, "the Docker API without TLS"],
  [2379, "etcd"],
  [3306, "MySQL"],
  [5432, "PostgreSQL"],
  [5672, "AMQP"],
  [5984, "CouchDB"],
  [6379, "Redis"],
  [8086, "InfluxDB"],
  [9000, "ClickHouse or MinIO"],
  [9042, "Cassandra"],
  [9092, "Kafka"],
  [9200, "Elasticsearch"],
  [9300, "Elasticsearch"],
  [11_211, "Memcached"],
  [15_672, "RabbitMQ management"],
  [27_017, "MongoDB"],
]);

/** A database that the whole network reaches. */
export const publicDatabasePort: ComposeRule = {
  id: "compose-public-database-port",
  target: "compose",
  title: "A database port is open to every network of the host",
  severity: "high",
  description:
    "Published ports bypass the host's firewall rules (ufw, firewalld): the service is open to whoever reaches the machine.",
  remediation:
    "Remove the port, containers of the project reach it anyway; or bind it: 127.0.0.1:….",
  references: [references.ports, references.cis],
  peers: { kics: ["Traffic not bound to host interface"] },
  check(file) {
    return judgeServices(file, (service) =>
      service.ports.flatMap((port) => {
        const { target, published, hostAddress } = port;
        if (hostAddress !== undefined && !isEveryAddress(hostAddress)) return [];
        // A container port alone gets a free port of the host: open, too.
        const kind = databaseIn(target) ?? databaseIn(published);
        if (kind === undefined) return [];
        const title = `The port of ${kind} is open to every network of the host`;
        const bound = onLoopback(port.text);
        const fix =
          bound === undefined
            ? undefined
            : setScalar(file, port, bound, "Publish it on 127.0.0.1 alone.");
        return [
          observeService(file, service, "ports", port, port.text, { title, ...(fix && { fix }) }),
        ];
      }),
    );
  },
};

/** A port that the whole network reaches. */
export const publicPort: ComposeRule = {
  id: "compose-public-port",
  target: "compose",
  title: "A port is open to every network of the host",
  severity: "negligible",
  description:
    "Published ports bypass the host's firewall rules (ufw, firewalld): the service is open to whoever reaches the machine.",
  remediation: "Name the address that is meant: 127.0.0.1:… behind a proxy of the host.",
  references: [references.ports, references.cis],
  peers: { kics: ["Traffic not bound to host interface"] },
  check(file) {
    return judgeServices(file, (service) =>
      service.ports.flatMap((port) => {
        if (port.hostAddress !== undefined && !isEveryAddress(port.hostAddress)) return [];
        if (databaseIn(port.target) ?? databaseIn(port.published)) {
          const notApplicable = "the port is a database's; see compose-public-database-port";
          return [observeService(file, service, "ports", port, port.text, { notApplicable })];
        }
        return [observeService(file, service, "ports", port, port.text)];
      }),
    );
  },
};

/** Ports below 1024 belong to services of the host. */
export const privilegedPort: ComposeRule = {
  id: "compose-privileged-port",
  target: "compose",
  title: "A port below 1024 of the host is taken",
  severity: "low",
  description: "Clients trust these ports to be services of the host's administrator.",
  remediation: "Publish a port from 1024 on, and let a reverse proxy own 80 and 443.",
  references: [references.ports, references.cis],
  peers: { kics: ["Privileged ports mapped"] },
  check(file) {
    return judgeServices(file, (service) =>
      service.ports
        // Web servers are what 80 and 443 are for.
        .filter(({ published }) => isBetween(published, 1, 1023, [80, 443]))
        .map((port) => observeService(file, service, "ports", port, port.text)),
    );
  },
};

/** The short form of a port, published on the loopback address. */
function onLoopback(text: string): string | undefined {
  const rest = text.replace(/^(?:0\.0\.0\.0|\[::\]|\*):/, "");
  if (/^\d+(?:-\d+)?:\d+(?:-\d+)?(?:\/\w+)?$/.test(rest)) return `127.0.0.1:${rest}`;
  return /^\d+(?:\/\w+)?$/.test(rest) ? `127.0.0.1::${rest}` : undefined;
}

function databaseIn(range: Port["target"]): string | undefined {
  if (range === undefined) return undefined;
  return [...databasePorts].find(([port]) => range[0] <= port && port <= range[1])?.[1];
}

function isBetween(
  range: Port["published"],
  from: number,
  to: number,
  except: readonly number[],
): boolean {
  if (range === undefined || range[0] > to || range[1] < from) return false;
  return !(range[0] === range[1] && except.includes(range[0]));
}

/** Whether an address of the host means all of them. */
export function isEveryAddress(address: string): boolean {
  return address === "0.0.0.0" || address === "::" || address === "*";
}
