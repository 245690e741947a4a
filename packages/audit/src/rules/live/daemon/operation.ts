import { readDaemonSetting } from "../../../live/daemon-settings.ts";
import { references } from "../../../rule/references.ts";
import { hostRule, mend, told, wrongIf } from "../observe.ts";
import { patchDaemon, removeFromDaemon } from "./patch.ts";
import { daemonRule, judgeSetting } from "./setting.ts";

/** Traffic between containers of the default bridge. */
export const icc = daemonRule(
  {
    id: "live-daemon-icc",
    title: "Containers of the default bridge reach each other",
    severity: "low",
    description: "One that was taken over attacks its neighbours.",
    remediation: 'Set "icc": false in daemon.json, and use a network for each application.',
    references: [references.daemonReference, references.cis],
  },
  "the network bridge",
  (snapshot) =>
    told(snapshot.networks, "its networks", (all) => {
      const bridge = all.find(({ name }) => name === "bridge");
      if (bridge === undefined) return [{ notApplicable: "there is no default bridge" }];
      const option = bridge.options["com.docker.network.bridge.enable_icc"];
      return mend(
        wrongIf(option !== "false", `enable_icc: ${option ?? "not set"}`),
        patchDaemon(snapshot, { icc: false }, "unsafe"),
      );
    }),
);

/** log-level */
export const logLevel = daemonRule(
  {
    id: "live-daemon-log-level",
    title: "The daemon's log says too much or too little",
    severity: "negligible",
    description:
      "debug fills the disk and writes down what nobody should read; error leaves out what an investigation needs.",
    remediation: 'Remove log-level and debug, or set "log-level": "info".',
    references: [references.daemonReference, references.cis],
  },
  "the daemon's configuration",
  (snapshot) => {
    if (snapshot.engine.debug === true) {
      return mend([{ wrong: "Debug: true" }], patchDaemon(snapshot, { debug: null }, "safe"));
    }
    return mend(
      judgeSetting(
        snapshot,
        "log-level",
        (value, shown) => wrongIf(value !== "info" && value !== "", shown),
        [],
      ),
      patchDaemon(snapshot, { "log-level": null }, "safe"),
    );
  },
);

/** iptables */
export const iptables = daemonRule(
  {
    id: "live-daemon-iptables",
    title: "The daemon may not set firewall rules",
    severity: "medium",
    description:
      "Networks of containers are then kept apart by nobody, unless somebody writes the rules by hand.",
    remediation: "Remove iptables: false.",
    references: [
      "https://docs.docker.com/engine/network/packet-filtering-firewalls/",
      references.cis,
    ],
  },
  "the daemon's configuration",
  (snapshot) =>
    mend(
      judgeSetting(snapshot, "iptables", (value, shown) => wrongIf(value === false, shown), []),
      patchDaemon(snapshot, { iptables: null }, "unsafe"),
    ),
);

/** aufs, which the kernel never took in. */
export const aufs = daemonRule(
  {
    id: "live-daemon-aufs",
    title: "The storage driver is one that nobody maintains",
    severity: "medium",
    description: "aufs was never part of Linux, and has crashed kernels.",
    remediation: "Use overlay2.",
    references: [
      "https://docs.docker.com/engine/storage/drivers/select-storage-driver/",
      references.cis,
    ],
  },
  "Driver of /info",
  ({ engine }) =>
    told(engine.storageDriver, "Driver of /info", (driver) =>
      wrongIf(driver === "aufs", `Driver: ${driver}`),
    ),
);

/** default-ulimits */
export const defaultUlimits = daemonRule(
  {
    id: "live-daemon-ulimits",
    title: "The daemon sets no limits of processes and files for its containers",
    severity: "negligible",
    description: "Each container then has the daemon's own limits, which are very high.",
    remediation: "Set default-ulimits (nofile, nproc) in daemon.json.",
    references: [references.daemonReference, references.cis],
  },
  "the daemon's configuration",
  (snapshot) =>
    mend(
      judgeSetting(snapshot, "default-ulimits", () => [], [
        { wrong: "default-ulimits is not set" },
      ]),
      patchDaemon(
        snapshot,
        { "default-ulimits": { nofile: { Name: "nofile", Soft: 65_536, Hard: 65_536 } } },
        "unsafe",
      ),
    ),
);

/** cgroup-parent */
export const cgroupParent = daemonRule(
  {
    id: "live-daemon-cgroup-parent",
    title: "The daemon puts containers into another control group than its default",
    severity: "low",
    description: "Limits that hold for the default group do not hold there.",
    remediation: "Remove cgroup-parent unless its limits are meant.",
    references: [references.daemonReference, references.cis],
  },
  "the daemon's configuration",
  (snapshot) =>
    mend(
      judgeSetting(
        snapshot,
        "cgroup-parent",
        (value, shown) =>
          wrongIf(!["", "docker", "/docker", "system.slice"].includes(String(value)), shown),
        [],
      ),
      patchDaemon(snapshot, { "cgroup-parent": null }, "unsafe"),
    ),
);

/** dm.basesize */
export const baseDeviceSize = daemonRule(
  {
    id: "live-daemon-base-size",
    title: "The size of a container's disk was changed",
    severity: "negligible",
    description: "Images and containers may then use up the disk; it can only grow.",
    remediation: "Remove dm.basesize from storage-opts.",
    references: [references.daemonReference, references.cis],
  },
  "the daemon's configuration",
  (snapshot) => {
    const { storageDriver } = snapshot.engine;
    return told(storageDriver, "Driver of /info", (driver) => {
      if (driver !== "devicemapper") {
        return [{ notApplicable: `only devicemapper knows it; the driver is ${driver}` }];
      }
      return mend(
        judgeSetting(
          snapshot,
          "storage-opts",
          (value, shown) => wrongIf(/dm\.basesize/.test(JSON.stringify(value)), shown),
          [],
        ),
        removeFromDaemon(snapshot, "storage-opts", (item) => /dm\.basesize/.test(String(item))),
      );
    });
  },
);

/** Logs that leave the host. */
export const remoteLogging = hostRule(
  {
    id: "live-daemon-logging",
    title: "Logs of containers stay on the host",
    severity: "low",
    description: "Who takes over the host removes them; without a limit they fill its disk.",
    remediation:
      "Set log-driver to one that sends logs elsewhere: syslog, fluentd, gelf, or journald with a forwarder.",
    references: ["https://docs.docker.com/engine/logging/configure/", references.cis],
  },
  "LoggingDriver of /info",
  ({ engine }) =>
    told(engine.loggingDriver, "LoggingDriver of /info", (driver) =>
      wrongIf(
        ["json-file", "local", "none", "k8s-file", "passthrough"].includes(driver),
        `LoggingDriver: ${driver}`,
      ),
    ),
);

/** live-restore */
export const liveRestore = daemonRule(
  {
    id: "live-daemon-live-restore",
    title: "Containers stop when the daemon does",
    severity: "low",
    description: "Nobody likes to update an engine whose restart ends every service.",
    remediation: 'Set "live-restore": true in daemon.json.',
    references: ["https://docs.docker.com/engine/daemon/live-restore/", references.cis],
  },
  "LiveRestoreEnabled of /info",
  (snapshot) => {
    const { engine, swarm } = snapshot;
    if (swarm.state === "active") {
      return [{ notApplicable: "a swarm restarts its tasks itself, and does not allow it" }];
    }
    return told(engine.liveRestore, "LiveRestoreEnabled of /info", (value) =>
      mend(
        wrongIf(!value, "LiveRestoreEnabled: false"),
        patchDaemon(snapshot, { "live-restore": true }, "safe"),
      ),
    );
  },
);

/** userland-proxy */
export const userlandProxy = daemonRule(
  {
    id: "live-daemon-userland-proxy",
    title: "A program of its own passes on traffic to published ports",
    severity: "negligible",
    description:
      "The kernel does that better, and containers then see where connections come from.",
    remediation: 'Set "userland-proxy": false in daemon.json.',
    references: [references.daemonReference, references.cis],
  },
  "the daemon's configuration",
  (snapshot) =>
    mend(
      judgeSetting(snapshot, "userland-proxy", (value, shown) => wrongIf(value !== false, shown), [
        { wrong: "userland-proxy is not set, which is on" },
      ]),
      patchDaemon(snapshot, { "userland-proxy": false }, "unsafe"),
    ),
);

/** Experimental features. */
export const experimental = daemonRule(
  {
    id: "live-daemon-experimental",
    title: "Experimental features are on",
    severity: "low",
    description: "They change and break without notice, and few people have looked at them.",
    remediation: "Remove experimental from daemon.json.",
    references: [references.daemonReference, references.cis],
  },
  "ExperimentalBuild of /info",
  (snapshot) =>
    told(snapshot.engine.experimental, "ExperimentalBuild of /info", (value) =>
      mend(
        wrongIf(value, "ExperimentalBuild: true"),
        patchDaemon(snapshot, { experimental: null }, "unsafe"),
      ),
    ),
);

/** A debug socket or metrics for everybody. */
export const metrics = daemonRule(
  {
    id: "live-daemon-metrics",
    title: "The daemon tells everybody its metrics",
    severity: "low",
    description: "Names of events and counts of containers are there for whoever reaches the port.",
    remediation: "Bind metrics-addr to 127.0.0.1.",
    references: ["https://docs.docker.com/engine/daemon/prometheus/"],
  },
  "the daemon's configuration",
  (snapshot) => {
    const setting = readDaemonSetting(snapshot, "metrics-addr");
    if ("unset" in setting) return [];
    const port = "value" in setting ? /:(\d{1,5})$/.exec(String(setting.value))?.[1] : undefined;
    return mend(
      judgeSetting(
        snapshot,
        "metrics-addr",
        (value, shown) => wrongIf(!/^(?:127\.|localhost|\[?::1)/.test(String(value)), shown),
        [],
      ),
      port === undefined
        ? undefined
        : patchDaemon(snapshot, { "metrics-addr": `127.0.0.1:${port}` }, "unsafe"),
    );
  },
);

/** content-trust in daemon.json, which only the commercial engine ever read. */
export const contentTrustSetting = daemonRule(
  {
    id: "live-daemon-content-trust",
    title: "daemon.json asks for content trust, which this engine does not know",
    severity: "medium",
    description:
      "Only the commercial engine reads the key, and Content Trust is retired. Others refuse to start with it: it was written since the start, and verifies nothing.",
    remediation: "Remove content-trust from daemon.json, and verify signatures before use.",
    references: [
      "https://www.docker.com/blog/retiring-docker-content-trust/",
      references.daemonReference,
    ],
  },
  "the daemon's configuration",
  (snapshot) =>
    mend(
      judgeSetting(
        snapshot,
        "content-trust",
        (_, shown) => {
          const { platform } = snapshot.engine;
          if (platform === undefined) return [{ unknown: "the engine does not tell who made it" }];
          return wrongIf(!/Mirantis|Enterprise/i.test(platform), shown);
        },
        [],
      ),
      patchDaemon(snapshot, { "content-trust": null }, "safe"),
    ),
);
