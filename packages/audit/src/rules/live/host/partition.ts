import { mountOf, parseMountInfo } from "../../../live/host-files.ts";
import { mountInfoPath } from "../../../live/host-texts.ts";
import { references } from "../../../rule/references.ts";
import { hostRule, wrongIf } from "../observe.ts";
import { readHostText } from "./facts.ts";

/** A file system for containers alone. */
export const partition = hostRule(
  {
    id: "live-host-partition",
    title: "Images and containers share a file system with the host",
    severity: "low",
    description: "A container that fills its disk fills the host's.",
    remediation: "Put the engine's data root on a file system of its own.",
    references: ["https://docs.docker.com/engine/daemon/#daemon-data-directory", references.cis],
  },
  mountInfoPath,
  (snapshot) => {
    const { dataRoot } = snapshot.engine;
    if (dataRoot === undefined) return [{ unknown: "the engine does not tell its data root" }];
    const file = readHostText(snapshot, mountInfoPath);
    if ("unknown" in file) return [file];
    if ("missing" in file) return [{ unknown: `${mountInfoPath} is not there` }];
    const mounts = parseMountInfo(file.text);
    const root = mounts.findLast(({ path }) => path === "/");
    const own = mountOf(mounts, dataRoot);
    if (own === undefined || root === undefined) {
      return [{ unknown: `${mountInfoPath} does not list the file system of ${dataRoot}` }];
    }
    // A folder bound onto itself is a mount point on the same device.
    const others = mounts.filter(
      ({ path }) => path !== own.path && !path.startsWith(`${own.path}/`),
    );
    const above = mountOf(others, own.path);
    return wrongIf(
      own.path !== dataRoot || own.device === (above ?? root).device,
      `${dataRoot} lies on ${own.path} (device ${own.device})`,
    );
  },
);
