import { trimSlashes } from "../text/path.ts";

/** Folders that the kernel makes, or that hold what the system trusts. */
const systemFolders = [
  "/proc",
  "/sys",
  "/dev",
  "/etc",
  "/boot",
  "/bin",
  "/sbin",
  "/lib",
  "/run",
  "/var/run",
];

/** True when a path in an image is a system folder, lies in /proc, /sys or /dev, or is Docker's socket. */
export function isSystemPath(path: string): boolean {
  const clean = trimSlashes(path);
  return (
    systemFolders.includes(clean) ||
    /^\/(?:proc|sys|dev)\//.test(clean) ||
    clean.endsWith("/docker.sock")
  );
}
