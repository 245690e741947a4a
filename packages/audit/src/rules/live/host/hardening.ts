import { hardeningSysctls } from "../../../live/host-texts.ts";
import type { LiveSnapshot } from "../../../live/types.ts";
import { references } from "../../../rule/references.ts";
import { hostRule, mend, type Said, told, wrongIf } from "../observe.ts";
import { readHostText } from "./facts.ts";
import { ensureLine, scriptFix } from "./script.ts";

/** The kernel's own protections. */
export const hardening = hostRule(
  {
    id: "live-host-hardening",
    title: "A protection of the kernel is off",
    severity: "low",
    description:
      "Containers share the kernel of the host: what it tells or allows, it tells and allows them.",
    remediation: "Set it in /etc/sysctl.d.",
    references: [
      "https://www.kernel.org/doc/html/latest/admin-guide/sysctl/kernel.html",
      references.cis,
    ],
  },
  "/proc/sys",
  (snapshot) =>
    Object.entries(hardeningSysctls).flatMap(([path, { atLeast, why }]) =>
      judgeSysctl(snapshot, path, atLeast, why),
    ),
);

/** Days after which an engine is old: releases with security fixes come more often. */
const maxAgeDays = 180;

/** An engine that was built long ago. */
export const oldEngine = hostRule(
  {
    id: "live-engine-old",
    title: "The engine was built more than half a year ago",
    severity: "medium",
    description: "Faults of the engine and of runc that became known since are not mended in it.",
    remediation: "Update the engine, containerd and runc.",
    references: ["https://docs.docker.com/engine/release-notes/", references.cis],
  },
  "BuildTime of /version",
  ({ engine, takenAt }) =>
    told(engine.buildTime, "BuildTime of /version", (text) => {
      const days = (Date.parse(takenAt) - Date.parse(text)) / 86_400_000;
      if (!Number.isFinite(days)) return [{ unknown: `the engine's build time is ${text}` }];
      return wrongIf(days > maxAgeDays, `${engine.version ?? "?"} of ${text.slice(0, 10)}`);
    }),
);

const sysctlFile = "/etc/sysctl.d/90-containers.conf";

function judgeSysctl(
  snapshot: LiveSnapshot,
  path: string,
  atLeast: number,
  why: string,
): readonly Said[] {
  const file = readHostText(snapshot, path);
  if ("unknown" in file) return [file];
  // A kernel without the module has no such setting.
  if ("missing" in file) return [];
  const value = Number.parseInt(file.text, 10);
  const name = path.slice("/proc/sys/".length).replaceAll("/", ".");
  if (Number.isNaN(value)) return [{ unknown: `${name} is no number` }];
  const setting = `${name} = ${atLeast}`;
  const fix = scriptFix(`Set ${setting} in ${sysctlFile}.`, "unsafe", [
    ensureLine(sysctlFile, setting),
    `sysctl -q -w ${name}=${atLeast}`,
  ]);
  return mend(wrongIf(value < atLeast, `${name} = ${value}`, `${name} = ${value}: ${why}`), fix);
}
