import { trimSlashes } from "../text/path.ts";

/** Folders of the host whose content is worth a host (CIS Docker Benchmark 1.6.0, 5.6, and those it lacks). */
const sensitive = [
  "/boot",
  "/dev",
  "/etc",
  "/home",
  "/lib",
  "/proc",
  "/root",
  "/run",
  "/sys",
  "/usr",
  "/var/lib/containerd",
  "/var/lib/docker",
  "/var/lib/kubelet",
  "/var/run",
];
/** Below these, single files are as sensitive as the whole. */
const sensitiveBelow = [
  "/boot",
  "/dev",
  "/etc",
  "/proc",
  "/root",
  "/sys",
  "/var/lib/docker",
  "/var/lib/kubelet",
];
/** What is mounted everywhere for the time zone, certificates and name resolution. */
const harmless =
  /^(?:\/etc\/(?:localtime|timezone|hosts|resolv\.conf|ssl\/certs(?:\/.*)?|ca-certificates(?:\/.*)?|pki(?:\/.*)?|os-release|machine-id)|\/dev\/(?:shm|null|zero|u?random|dri(?:\/.*)?|net\/tun))$/;

/** True for paths of the host that containers are given everywhere: time zone, certificates, harmless devices. */
export function isHarmlessPath(path: string): boolean {
  return harmless.test(path);
}

/** True for a folder of the host that gives the host away, and for what lies in such a folder. */
export function isSensitivePath(source: string): boolean {
  const path = normalise(source);
  if (path === "/" || path === "~") return true;
  if (harmless.test(path)) return false;
  if (path === "~/.ssh" || path === "~/.aws" || path === "~/.docker" || path === "~/.kube")
    return true;
  return sensitive.includes(path) || sensitiveBelow.some((folder) => path.startsWith(`${folder}/`));
}

/** Without repeated and closing slashes, and with `.` and `..` resolved. */
function normalise(path: string): string {
  if (!path.startsWith("/")) return trimSlashes(path);
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
