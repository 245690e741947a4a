import { readDaemonSetting } from "../../../live/daemon-settings.ts";
import type { LiveSnapshot } from "../../../live/types.ts";
import { references } from "../../../rule/references.ts";
import { hostRule, mend, type Said, told, wrongIf } from "../observe.ts";
import { patchDaemon, removeFromDaemon } from "./patch.ts";
import { daemonRule, judgeSetting } from "./setting.ts";

/** The daemon as root. */
export const rootless = hostRule(
  {
    id: "live-daemon-root",
    title: "The engine runs as root",
    severity: "low",
    description: "Whoever breaks out of a container, or into the engine, is root of the host.",
    remediation: "Run it rootless where networks and storage of rootless engines do.",
    references: [references.rootless, references.cis],
  },
  "SecurityOptions of /info",
  ({ engine }) =>
    told(engine.securityOptions, "SecurityOptions of /info", (options) =>
      wrongIf(!options.includes("name=rootless"), "SecurityOptions without name=rootless"),
    ),
);

/** TCP without verified clients. */
export const tls = daemonRule(
  {
    id: "live-daemon-tls",
    title: "The engine takes orders over TCP without verifying who gives them",
    severity: "critical",
    description: "Whoever reaches the port is root of the host.",
    remediation:
      "Remove tcp:// from hosts and use ssh:// or a socket; else set tlsverify with an authority of one's own.",
    references: [references.protectAccess, references.cis],
  },
  "hosts of the daemon",
  (snapshot) => {
    const warned = snapshot.engine.warnings.filter((text) =>
      /without encryption|insecure.*(?:tcp|http)/i.test(text),
    );
    if (warned.length > 0) return [{ wrong: warned[0]! }];
    const addresses = tcpAddresses(snapshot);
    if ("unknown" in addresses) return [addresses];
    if (addresses.texts.length === 0) return [];
    return judgeSetting(
      snapshot,
      "tlsverify",
      (value, shown) => wrongIf(value !== true, `${addresses.texts.join(", ")}; ${shown}`),
      [{ wrong: `${addresses.texts.join(", ")}; tlsverify is not set` }],
    );
  },
);

/** Where the daemon listens on TCP: its process's own sockets, and what it was told. */
function tcpAddresses(snapshot: LiveSnapshot): { texts: readonly string[] } | { unknown: string } {
  const setting = readDaemonSetting(snapshot, "hosts");
  if ("unknown" in setting) {
    return snapshot.engine.address.startsWith("tcp://")
      ? { texts: [snapshot.engine.address] }
      : setting;
  }
  const told = "unset" in setting ? [] : [setting.value].flat();
  const named = told.filter((each) => typeof each === "string" && each.startsWith("tcp://"));
  const { process } = snapshot.host;
  const listens = "fault" in process ? [] : process.listens.map((each) => `listens on ${each}`);
  // A swarm's own port speaks TLS both ways always.
  const open = listens.filter((each) => !/:(?:2377|7946)$/.test(each));
  return { texts: named.length > 0 ? (named as string[]) : open };
}

/** Registries without TLS. */
export const insecureRegistries = daemonRule(
  {
    id: "live-daemon-insecure-registry",
    title: "A registry is spoken to without TLS or its verification",
    severity: "high",
    description: "Whoever sits between decides what runs.",
    remediation: "Give the registry a certificate and put its authority into /etc/docker/certs.d.",
    references: [
      "https://docs.docker.com/reference/cli/dockerd/#insecure-registries",
      references.cis,
    ],
  },
  "RegistryConfig of /info",
  (snapshot) =>
    told(snapshot.engine.insecureRegistries, "RegistryConfig of /info", (names) =>
      names.flatMap((name) =>
        mend(
          [{ wrong: name }],
          removeFromDaemon(snapshot, "insecure-registries", (item) => item === name),
        ),
      ),
    ),
);

/** No plugin decides who may do what. */
export const authorization = daemonRule(
  {
    id: "live-daemon-authorization",
    title: "Whoever may speak to the engine may do everything",
    severity: "low",
    description:
      "Docker knows no rights of its own: without an authorization plugin access is all or nothing.",
    remediation: "Set authorization-plugins, or let nobody but root speak to the engine.",
    references: ["https://docs.docker.com/engine/extend/plugins_authorization/", references.cis],
  },
  "Plugins of /info",
  ({ engine }) =>
    told(engine.authorization, "Plugins of /info", (names) =>
      wrongIf(names.length === 0, "Plugins.Authorization: none"),
    ),
);

/** userns-remap, or a rootless engine. */
export const usernsRemap = daemonRule(
  {
    id: "live-daemon-userns",
    title: "Root of containers is root of the host",
    severity: "medium",
    description: "Without user namespaces a process that breaks out of a container has the host.",
    remediation:
      "Set userns-remap to default, or run the engine rootless; containers then must be made anew.",
    references: ["https://docs.docker.com/engine/security/userns-remap/", references.cis],
  },
  "SecurityOptions of /info",
  (snapshot): readonly Said[] =>
    told(snapshot.engine.securityOptions, "SecurityOptions of /info", (options) =>
      mend(
        wrongIf(
          !options.includes("name=userns") && !options.includes("name=rootless"),
          "SecurityOptions without name=userns",
        ),
        patchDaemon(snapshot, { "userns-remap": "default" }, "unsafe"),
      ),
    ),
);

/** no-new-privileges for all containers. */
export const noNewPrivileges = daemonRule(
  {
    id: "live-daemon-no-new-privileges",
    title: "The daemon does not set no-new-privileges for its containers",
    severity: "low",
    description: "Each container must be started with it, and the one that is forgotten is not.",
    remediation: 'Set "no-new-privileges": true in daemon.json.',
    references: [references.daemonReference, references.cis],
  },
  "SecurityOptions of /info, and the daemon's configuration",
  (snapshot) => {
    if (snapshot.engine.securityOptions?.includes("name=no-new-privileges") === true) return [];
    return mend(
      judgeSetting(
        snapshot,
        "no-new-privileges",
        (value, shown) => wrongIf(value !== true, shown),
        [{ wrong: "no-new-privileges is not set" }],
      ),
      patchDaemon(snapshot, { "no-new-privileges": true }, "unsafe"),
    );
  },
);

/** The daemon's seccomp profile. */
export const seccompProfile = hostRule(
  {
    id: "live-daemon-seccomp",
    title: "The engine does not filter system calls",
    severity: "high",
    description: "Every container may make every system call unless it brings a profile.",
    remediation: "Remove seccomp-profile: unconfined, and use a kernel with seccomp.",
    references: ["https://docs.docker.com/engine/security/seccomp/", references.cis],
  },
  "SecurityOptions of /info",
  (snapshot) =>
    told(snapshot.engine.securityOptions, "SecurityOptions of /info", (options) => {
      const seccomp = options.find((option) => /^(?:name=)?seccomp\b/.test(option));
      return [
        ...wrongIf(seccomp === undefined, "SecurityOptions without name=seccomp"),
        ...mend(
          wrongIf(/profile=unconfined/.test(seccomp ?? ""), seccomp ?? ""),
          patchDaemon(snapshot, { "seccomp-profile": null }, "unsafe"),
        ),
      ];
    }),
);
