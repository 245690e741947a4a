import { references } from "../../../rule/references.ts";
import { databasePorts, isEveryAddress } from "../../compose/ports.ts";
import { containerRule, type Said, told, wrongIf } from "../observe.ts";

/** Ports below 1024 of the host. */
export const privilegedPort = containerRule(
  {
    id: "live-privileged-port",
    title: "A port below 1024 of the host is taken",
    severity: "low",
    description: "Clients trust these ports to be services of the host's administrator.",
    remediation: "Publish a port from 1024 on, and let a reverse proxy own 80 and 443.",
    references: [references.ports, references.cis],
  },
  "HostConfig.PortBindings",
  ({ ports }) =>
    told(ports, "HostConfig.PortBindings", (all) =>
      all
        // Web servers are what 80 and 443 are for.
        .filter(({ hostPort }) => hostPort > 0 && hostPort < 1024 && ![80, 443].includes(hostPort))
        .map(({ hostPort, container }) => ({ wrong: `${hostPort} leads to ${container}` })),
    ),
);

/** Ports that are open to everybody without being meant for everybody. */
export const neededPorts = containerRule(
  {
    id: "live-database-port",
    title: "A database port is open to every network of the host",
    severity: "high",
    description:
      "Published ports bypass the host's firewall rules (ufw, firewalld): the service is open to whoever reaches the machine.",
    remediation:
      "Make it anew without -p, containers of its network reach it anyway; or with -p 127.0.0.1:….",
    references: [references.ports, references.cis],
  },
  "HostConfig.PortBindings",
  ({ ports }) =>
    told(ports, "HostConfig.PortBindings", (all) =>
      all.flatMap(({ container, hostIp, hostPort }): Said[] => {
        if (hostIp !== "" && !isEveryAddress(hostIp)) return [];
        const kind =
          databasePorts.get(Number.parseInt(container, 10)) ?? databasePorts.get(hostPort);
        if (kind === undefined) return [];
        const title = `The port of ${kind} is open to every network of the host`;
        return [{ wrong: `${hostPort || "a free port"} leads to ${container}`, title }];
      }),
    ),
);

/** Ports that are bound to every address. */
export const hostInterface = containerRule(
  {
    id: "live-host-interface",
    title: "A port is open to every network of the host",
    severity: "low",
    description:
      "It is reached from networks that nobody thought of, past the host's firewall rules (ufw, firewalld).",
    remediation: "Make it anew with an address: -p 192.0.2.1:8080:80, or -p 127.0.0.1:8080:80.",
    references: [references.ports, references.cis],
  },
  "HostConfig.PortBindings",
  ({ ports }) =>
    told(ports, "HostConfig.PortBindings", (all) =>
      all
        .filter(({ hostIp }) => hostIp === "" || isEveryAddress(hostIp))
        .map(({ hostPort, container }) => ({
          wrong: `${hostPort || "a free port"} leads to ${container}`,
        })),
    ),
);

/** -P */
export const publishAll = containerRule(
  {
    id: "live-publish-all",
    title: "Every port that the image exposes is published",
    severity: "medium",
    description: "A later image decides what the host opens, on ports that change at each start.",
    remediation: "Make it anew with -p for each port that is needed.",
    references: [`${references.runReference}#publish-all`, references.cis],
  },
  "HostConfig.PublishAllPorts",
  ({ publishAll }) =>
    told(publishAll, "HostConfig.PublishAllPorts", (value) =>
      wrongIf(value, "PublishAllPorts: true"),
    ),
);

/** docker0 */
export const defaultBridge = containerRule(
  {
    id: "live-default-bridge",
    title: "The container uses the default bridge",
    severity: "low",
    description:
      "All containers on it reach each other, and names are not resolved: their authors link them by address.",
    remediation: "docker network create a network for each application, and run it with --network.",
    references: ["https://docs.docker.com/engine/network/drivers/bridge/", references.cis],
  },
  "HostConfig.NetworkMode",
  ({ networkMode, networks }, { engine }) =>
    told(networkMode, "HostConfig.NetworkMode", (mode) => {
      // Podman's default network gives each container an address, and no `bridge` by that name.
      if (engine.kind === "podman") return [{ notApplicable: "Podman has no docker0" }];
      const isDefault = mode === "default" || mode === "bridge" || networks?.includes("bridge");
      return wrongIf(isDefault === true, `NetworkMode: ${mode}`);
    }),
);

/** --add-host */
export const extraHosts = containerRule(
  {
    id: "live-extra-hosts",
    title: "Names are resolved to addresses of somebody's choice",
    severity: "negligible",
    description:
      "Entries of /etc/hosts go before DNS and stay when the service moves; host-gateway leads to the host itself.",
    remediation: "Make it anew without --add-host, and let DNS or the network's aliases answer.",
    references: [`${references.runReference}#add-host`],
  },
  "HostConfig.ExtraHosts",
  ({ extraHosts }) =>
    told(extraHosts, "HostConfig.ExtraHosts", (entries) =>
      entries.map((entry) => ({ wrong: `ExtraHosts: ${entry}` })),
    ),
);

/** Settings of the kernel that a container changes. */
export const sysctls = containerRule(
  {
    id: "live-sysctls",
    title: "The container changes settings of the kernel",
    severity: "low",
    description: "Those outside of its own namespaces hold for the host and for all containers.",
    remediation: "Make it anew without --sysctl where the default does.",
    references: [`${references.runReference}#sysctl`],
  },
  "HostConfig.Sysctls",
  ({ sysctls }) =>
    told(sysctls, "HostConfig.Sysctls", (all) =>
      all
        // The Pod Security Standards call these safe: they hold in the container alone.
        .filter(([name]) => !safeSysctls.has(name))
        .map(([name, value]) => ({ wrong: `Sysctls: ${name}=${value}` })),
    ),
);

const safeSysctls = new Set([
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.ping_group_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_wmem",
]);
