import type { RecordedScan } from "../../../live/recording.ts";
import type { LiveImage } from "../../../live/types.ts";
import { references } from "../../../rule/references.ts";
import { type Said, told } from "../observe.ts";
import { imageRule } from "./rule.ts";

/** Days after which an image is old: distributions publish fixes every few days. */
const maxAgeDays = 90;
/** How many names are shown. */
const shown = 12;
const unscanned = "its layers were not looked at: add --scan-images";

/** An image that holds what was mended since, or that nobody looked into and that is old. */
export const imageOld = imageRule(
  {
    id: "live-image-old",
    title: "The image of a container lacks security fixes, or is so old that it must",
    severity: "medium",
    description: "What was mended in its packages since it was built is not in it.",
    remediation:
      "Rebuild it on a current base image; plimsoll scan tells what is known against it.",
    references: [references.bestPractices, references.cis],
  },
  "Created, and a scan of its layers",
  (image, snapshot) => {
    if (image.scan !== undefined) {
      return judgeScan(image, ({ mendable, advisories }) =>
        // The few that are built in cannot say that there is nothing.
        mendable.length === 0 && advisories !== "directory"
          ? [{ unknown: "only the built-in advisories were at hand: add --advisories DIR" }]
          : namesOf("mended in later versions", mendable),
      );
    }
    return told(image.created, "Created", (seconds) => {
      const days = Math.floor((Date.parse(snapshot.takenAt) / 1000 - seconds) / 86_400);
      if (!Number.isFinite(days)) return [{ unknown: "the snapshot has no date" }];
      // Images of reproducible builds say 1970 or another day that means nothing.
      if (seconds <= 315_532_800) {
        return [{ unknown: "the image does not tell when it was built" }];
      }
      return days > maxAgeDays
        ? [{ wrong: `${days} days old`, confidence: "medium" }]
        : [{ unknown: unscanned }];
    });
  },
  "used",
);

/** Packages that serve who builds or debugs, not who runs; by their names in distributions. */
const unneeded =
  /^(?:gcc|g\+\+|clang|make|build-base|build-essential|gdb|strace|tcpdump|nmap|netcat(?:-openbsd|-traditional)?|ncat|socat|telnet|ftp|vim|emacs|nano|openssh-server|sudo)$/;

/** Packages of images. */
export const imagePackages = imageRule(
  {
    id: "live-image-packages",
    title: "The image holds packages that a service does not need",
    severity: "low",
    description:
      "Compilers, debuggers and network tools are an attacker's, and each must be updated.",
    remediation: "Build in one stage and copy the result into a smaller base image.",
    references: [references.bestPractices, references.cis],
  },
  "a scan of its layers",
  (image) =>
    judgeScan(image, ({ packages }) =>
      namesOf(
        "packages",
        packages.filter((name) => unneeded.test(name)),
      ),
    ),
  "used",
);

/** Set-uid files of images. */
export const imageSetuid = imageRule(
  {
    id: "live-image-setuid",
    title: "The image holds programs that give their caller the rights of another",
    severity: "low",
    description: "A process of an unprivileged user becomes root through a fault in one of them.",
    remediation: "Remove the bit at build time: RUN chmod a-s FILE.",
    references: [references.bestPractices, references.cis],
  },
  "a scan of its layers",
  (image) => judgeScan(image, ({ privileged }) => namesOf("files", privileged)),
  "used",
);

function judgeScan(
  { scan }: LiveImage,
  check: (scan: Exclude<RecordedScan, { fault: string }>) => readonly Said[],
): readonly Said[] {
  if (scan === undefined) return [{ unknown: unscanned }];
  return "fault" in scan
    ? [{ unknown: `its layers could not be read: ${scan.fault}` }]
    : check(scan);
}

function namesOf(what: string, names: readonly string[]): readonly Said[] {
  if (names.length === 0) return [];
  const more = names.length > shown ? ` and ${names.length - shown} more` : "";
  return [{ wrong: `${what}: ${names.slice(0, shown).join(", ")}${more}` }];
}
