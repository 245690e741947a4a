import { references } from "../../rule/references.ts";
import type { KubernetesRule } from "../../rule/types.ts";
import { removeSetting } from "../../yaml/edit.ts";
import { isRuntimeSocket } from "../compose/runtime-socket.ts";
import { isSensitivePath } from "../host-path.ts";
import { judgeContainers, judgeWorkloads, observe } from "./observe.ts";
import { standardRule } from "./standards.ts";

const hostPathPage = "https://kubernetes.io/docs/concepts/storage/volumes/#hostpath";

/** A hostPath volume */
export const hostPath = standardRule({
  id: "kubernetes-host-path",
  title: "A folder of the node is mounted",
  severity: "medium",
  description:
    "The pod reads, and mostly writes, files of the node that other pods and the kubelet trust.",
  remediation: "Use a persistentVolumeClaim, emptyDir, configMap or projected volume.",
  references: [hostPathPage],
  pss: "hostPathVolumes",
  trivy: ["KSV-0023"],
  check: (file) =>
    judgeWorkloads(file, (place, { volumes }) =>
      volumes
        .filter(({ types }) => types.includes("hostPath"))
        .map((volume) => {
          const at = volume.hostPath ?? volume;
          const value = `hostPath: ${volume.hostPath?.text ?? ""}`;
          return observe(place, `volumes[${volume.name}].hostPath`, at, value);
        }),
    ),
});

/** A hostPath volume of a folder that gives the node away */
export const sensitiveHostPath: KubernetesRule = {
  id: "kubernetes-sensitive-host-path",
  target: "kubernetes",
  title: "A sensitive folder of the node is mounted",
  severity: "high",
  description:
    "Who can write there changes the node; who can read there finds its keys, accounts and processes.",
  remediation: "Mount only the folder that the program needs, read-only where it can be.",
  references: [hostPathPage],
  peers: { trivy: ["KSV-0121"] },
  check: (file) =>
    judgeWorkloads(file, (place, { volumes }) =>
      volumes.flatMap(({ name, hostPath }) => {
        if (hostPath === undefined || isRuntimeSocket(hostPath.value)) return [];
        if (!isSensitivePath(hostPath.value)) return [];
        const title = `${hostPath.value} of the node is mounted`;
        return [observe(place, `volumes[${name}].hostPath`, hostPath, hostPath.text, { title })];
      }),
    ),
};

/** A hostPath volume of a container engine's socket */
export const runtimeSocket: KubernetesRule = {
  id: "kubernetes-runtime-socket",
  target: "kubernetes",
  title: "The pod may control the container engine of the node",
  severity: "critical",
  description:
    "Whoever may speak to the engine may start a privileged container that mounts the node's root. Mounting the socket read-only changes nothing.",
  remediation: "Remove the volume; build images with a rootless builder, read state from the API.",
  references: [hostPathPage],
  peers: { trivy: ["KSV-0006"], checkov: ["CKV_K8S_27"] },
  check: (file) =>
    judgeWorkloads(file, (place, { volumes }) =>
      volumes.flatMap(({ name, hostPath }) =>
        hostPath !== undefined && isRuntimeSocket(hostPath.value)
          ? [observe(place, `volumes[${name}].hostPath`, hostPath, hostPath.text)]
          : [],
      ),
    ),
};

/** A volume of a type that no PersistentVolume stands between */
export const volumeType = standardRule({
  id: "kubernetes-volume-type",
  title: "A volume is of a type that pods should not name themselves",
  severity: "low",
  description:
    "Such volumes reach the node or storage directly; through a claim the administrator decides.",
  remediation: "Use a persistentVolumeClaim, or one of the types that the standard allows.",
  pss: "restrictedVolumes",
  trivy: ["KSV-0028"],
  check: (file) =>
    judgeWorkloads(file, (place, { volumes }) =>
      volumes
        .filter(({ types }) => !types.some((type) => allowedVolumes.has(type)))
        .map((volume) => {
          const type = volume.types[0] ?? "no type";
          return observe(place, `volumes[${volume.name}]`, volume, `${volume.name}: ${type}`);
        }),
    ),
});

/** Pod Security Standards, restricted; `image` was added to all versions of the check in 2025. */
const allowedVolumes = new Set([
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "image",
  "persistentVolumeClaim",
  "projected",
  "secret",
]);

/** hostPort */
export const hostPort = standardRule({
  id: "kubernetes-host-port",
  title: "A port of the node is taken",
  severity: "medium",
  description: "The port is open on the node's addresses, past Services and mostly past policies.",
  remediation: "Remove hostPort, and reach the pod through a Service.",
  pss: "hostPorts",
  trivy: ["KSV-0024"],
  checkov: ["CKV_K8S_26"],
  check: (file) =>
    judgeContainers(file, (place, { ports }) =>
      ports.flatMap(({ hostPort }) =>
        hostPort === undefined || hostPort.value === 0
          ? []
          : [
              observe(place, "ports.hostPort", hostPort, `hostPort: ${hostPort.text}`, {
                fix: removeSetting(file, "hostPort", hostPort, "Remove hostPort."),
              }),
            ],
      ),
    ),
});

/** host in a probe or lifecycle hook */
export const probeHost = standardRule({
  id: "kubernetes-probe-host",
  title: "A probe or hook goes to another host",
  severity: "medium",
  description:
    "The kubelet sends it: from the node's network it reaches what the pod cannot, such as the node's loopback.",
  remediation: "Remove host: probes then go to the pod.",
  pss: "hostProbesAndHostLifecycle",
  check: (file) => {
    if (file.minor < 34) return { notApplicable: "the check began with Kubernetes 1.34" };
    return judgeContainers(file, (place, { probeHosts }) =>
      probeHosts
        .filter(({ value }) => value !== "")
        .map((host) =>
          observe(place, "host", host, `host: ${host.text}`, {
            fix: removeSetting(file, "host", host, "Remove host."),
          }),
        ),
    );
  },
});

/** Sysctls that are namespaced and isolated, with the version from which they are allowed. */
const safeSysctls = new Map([
  ["kernel.shm_rmid_forced", 0],
  ["net.ipv4.ip_local_port_range", 0],
  ["net.ipv4.ip_unprivileged_port_start", 0],
  ["net.ipv4.ping_group_range", 0],
  ["net.ipv4.tcp_syncookies", 0],
  ["net.ipv4.ip_local_reserved_ports", 27],
  ["net.ipv4.tcp_fin_timeout", 29],
  ["net.ipv4.tcp_keepalive_intvl", 29],
  ["net.ipv4.tcp_keepalive_probes", 29],
  ["net.ipv4.tcp_keepalive_time", 29],
  ["net.ipv4.tcp_rmem", 32],
  ["net.ipv4.tcp_wmem", 32],
  ["net.ipv4.tcp_notsent_lowat", 37],
  ["net.ipv4.tcp_slow_start_after_idle", 37],
]);

/** A sysctl beyond the safe set */
export const sysctl = standardRule({
  id: "kubernetes-sysctl",
  title: "A setting of the kernel is changed that is not safe",
  severity: "medium",
  description: "It may switch off a protection, or bear on every pod of the node.",
  remediation: "Remove it from sysctls, or set it on nodes of their own.",
  references: ["https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/"],
  pss: "sysctls",
  trivy: ["KSV-0026"],
  check: (file) =>
    judgeWorkloads(file, (place, { securityContext }) =>
      (securityContext?.sysctls ?? [])
        .filter(({ value }) => (safeSysctls.get(value) ?? Number.POSITIVE_INFINITY) > file.minor)
        .map((name) => observe(place, "securityContext.sysctls", name, name.text)),
    ),
});

/** A container port below 1024 */
export const privilegedPort: KubernetesRule = {
  id: "kubernetes-privileged-port",
  target: "kubernetes",
  title: "The container listens on a port below 1024",
  severity: "negligible",
  description: "Mostly this needs root or a capability, where another port needs neither.",
  remediation: "Listen on a port from 1024 on, and let the Service map the well-known one.",
  references: [references.securityContext],
  peers: { trivy: ["KSV-0117"] },
  check: (file) =>
    judgeContainers(file, (place, { ports }) =>
      ports.flatMap(({ containerPort }) =>
        containerPort !== undefined && containerPort.value > 0 && containerPort.value < 1024
          ? [
              observe(
                place,
                "ports.containerPort",
                containerPort,
                `containerPort: ${containerPort.text}`,
              ),
            ]
          : [],
      ),
    ),
};
