import type { LiveSnapshot, LiveSwarm } from "../../../live/types.ts";
import { references } from "../../../rule/references.ts";
import type { LiveRule, RuleData } from "../../../rule/types.ts";
import { hostRule, type Said, told, wrongIf } from "../observe.ts";

/** A swarm that nobody uses. */
export const swarmUnused = hostRule(
  {
    id: "live-swarm-unused",
    title: "Swarm mode is on, and no service uses it",
    severity: "medium",
    description: "It opens ports for other nodes, and whoever has a join token takes part.",
    remediation: "Run docker swarm leave --force.",
    references: [references.swarm, references.cis],
  },
  "Swarm of /info",
  ({ swarm }) =>
    told(swarm.state, "Swarm of /info", (state) => {
      if (state === "inactive") return [];
      if (!swarm.isManager) return [{ unknown: "this node is a worker: ask a manager" }];
      return told(swarm.services, "its services", (count) =>
        wrongIf(count === 0, `Swarm: ${state}, no services`),
      );
    }),
);

/** A number of managers that can lose none. */
export const managers = swarmRule(
  {
    id: "live-swarm-managers",
    title: "The number of managers is not a good one",
    severity: "low",
    description:
      "Managers decide by majority: an even number tolerates no more failures, one tolerates none, and more than seven are slow and more to guard.",
    remediation: "Use three, five or seven: docker node promote, docker node demote.",
    references: ["https://docs.docker.com/engine/swarm/admin_guide/", references.cis],
  },
  "Swarm.Managers of /info",
  ({ managers, nodes }) =>
    told(managers, "Swarm.Managers", (count) =>
      wrongIf(
        count % 2 === 0 || count > 7 || (count === 1 && (nodes ?? 1) > 1),
        `Managers: ${count}`,
      ),
    ),
);

/** Overlay networks in plain text. */
export const overlayEncryption = swarmRule(
  {
    id: "live-swarm-overlay",
    title: "An overlay network is not encrypted",
    severity: "medium",
    description: "Whoever sees packets between nodes reads what services tell each other.",
    remediation: "Make it anew with docker network create --driver overlay --opt encrypted.",
    references: ["https://docs.docker.com/engine/network/drivers/overlay/", references.cis],
  },
  "its networks",
  (_, { networks }) =>
    told(networks, "its networks", (all) =>
      all
        .filter(
          ({ driver, options }) => driver === "overlay" && !Object.hasOwn(options, "encrypted"),
        )
        .map(({ name }) => ({ wrong: `network ${name}` })),
    ),
);

/** No secrets in a swarm. */
export const swarmSecrets = swarmRule(
  {
    id: "live-swarm-secrets",
    title: "The services of the swarm use no secrets",
    severity: "low",
    description: "Passwords are then in environments or images.",
    remediation: "docker secret create, and secrets: in the stack.",
    references: ["https://docs.docker.com/engine/swarm/secrets/", references.cis],
  },
  "its secrets",
  ({ secrets, services }) =>
    services === 0
      ? [{ notApplicable: "the swarm has no services" }]
      : told(secrets, "its secrets", (count) => wrongIf(count === 0, "no secrets")),
);

/** Managers that start without anybody's key. */
export const autoLock = swarmRule(
  {
    id: "live-swarm-autolock",
    title: "Managers unlock themselves",
    severity: "low",
    description: "Whoever copies a manager's disk has the keys of the swarm and its secrets.",
    remediation: "docker swarm update --autolock=true, and keep the key elsewhere.",
    references: ["https://docs.docker.com/engine/swarm/swarm_manager_locking/", references.cis],
  },
  "EncryptionConfig of /swarm",
  ({ autoLock }) =>
    told(autoLock, "EncryptionConfig of /swarm", (value) =>
      wrongIf(!value, "AutoLockManagers: false"),
    ),
);

/** The key that unlocks managers. */
export const autoLockKey = swarmRule(
  {
    id: "live-swarm-autolock-key",
    title: "The key that unlocks managers is old",
    severity: "low",
    description: "Whoever knew it once can unlock a copied disk still.",
    remediation: "Run docker swarm unlock-key --rotate.",
    references: ["https://docs.docker.com/engine/swarm/swarm_manager_locking/", references.cis],
  },
  "EncryptionConfig of /swarm",
  ({ autoLock }) => {
    if (autoLock === false)
      return [{ notApplicable: "managers unlock themselves; see live-swarm-autolock" }];
    return [{ unknown: "the engine does not tell when the key was rotated" }];
  },
);

/** Days that the certificate of a node may hold: the default. */
const maxCertificateDays = 90;

/** Certificates of nodes that hold for long. */
export const nodeCertificates = swarmRule(
  {
    id: "live-swarm-node-certificates",
    title: "Certificates of nodes hold for more than 90 days",
    severity: "low",
    description: "A stolen one is of use that long.",
    remediation: "Run docker swarm update --cert-expiry 720h.",
    references: ["https://docs.docker.com/engine/swarm/how-swarm-mode-works/pki/", references.cis],
  },
  "CAConfig of /swarm",
  ({ certificateExpiry }) =>
    told(certificateExpiry, "CAConfig of /swarm", (nanoseconds) => {
      const days = nanoseconds / 86_400e9;
      return wrongIf(days > maxCertificateDays, `NodeCertExpiry: ${Math.round(days)} days`);
    }),
);

/** The swarm's own authority. */
export const swarmAuthority = swarmRule(
  {
    id: "live-swarm-authority",
    title: "The authority of the swarm is more than a year old",
    severity: "low",
    description: "Whoever copied its key makes nodes of their own.",
    remediation: "Run docker swarm ca --rotate.",
    references: ["https://docs.docker.com/engine/swarm/how-swarm-mode-works/pki/", references.cis],
  },
  "TLSInfo of /swarm",
  ({ authorityFrom }, { takenAt }) =>
    told(authorityFrom, "TLSInfo of /swarm", (text) => {
      const days = (Date.parse(takenAt) - Date.parse(text)) / 86_400_000;
      if (!Number.isFinite(days)) return [{ unknown: `the authority's date is ${text}` }];
      return wrongIf(days > 365, `since ${text}`);
    }),
);

/** Where managers listen. */
export const listenAddress = swarmRule(
  {
    id: "live-swarm-listen",
    title: "The swarm listens on every address of the host",
    severity: "medium",
    description: "Its port for managers is reached from networks that no node lives in.",
    remediation: "Run docker swarm init --listen-addr ADDRESS:2377.",
    references: [references.swarm, references.cis],
  },
  "sockets of the daemon",
  (_, { host }) => {
    if (host.foreign !== undefined) return [{ unknown: host.foreign }];
    if ("fault" in host.process)
      return [{ unknown: `the daemon's process: ${host.process.fault}` }];
    return host.process.listens
      .filter((each) => /^(?:0\.0\.0\.0|\[::\]|\*):2377$/.test(each))
      .map((each) => ({ wrong: `listens on ${each}` }));
  },
);

/** Traffic of services among that of managers. */
export const dataPath = swarmRule(
  {
    id: "live-swarm-data-path",
    title: "Services and managers share one network interface",
    severity: "low",
    description: "Traffic of services, which may be hostile, delays what managers tell each other.",
    remediation: "Run docker swarm init --data-path-addr INTERFACE.",
    references: [references.swarm, references.cis],
  },
  "Swarm of /info",
  ({ nodes }) => {
    if (nodes === 1) return [{ notApplicable: "the swarm has one node" }];
    return [{ unknown: "the engine does not tell its data-path-addr" }];
  },
);

/** A rule over a swarm, asked of one of its managers. */
function swarmRule(
  data: Omit<RuleData, "peers">,
  source: string,
  check: (swarm: LiveSwarm, snapshot: LiveSnapshot) => readonly Said[],
): LiveRule {
  return hostRule(data, source, (snapshot) => {
    const { swarm, engine } = snapshot;
    if (engine.fault !== undefined) {
      return [{ unknown: `the engine did not describe itself: ${engine.fault}` }];
    }
    if (swarm.state === "inactive") return [{ notApplicable: "the engine belongs to no swarm" }];
    if (swarm.state === undefined) return [{ unknown: "the engine does not tell Swarm of /info" }];
    if (!swarm.isManager) return [{ unknown: "this node is a worker: ask a manager" }];
    return check(swarm, snapshot);
  });
}
