import { references } from "../../../rule/references.ts";
import { isUsed } from "../images/rule.ts";
import { hostRule, told, wrongIf } from "../observe.ts";

/** How many unused images, and stopped containers, are nobody's business. */
const tolerated = 10;

/** Images that no container uses. */
export const imageSprawl = hostRule(
  {
    id: "live-image-sprawl",
    title: "Most images are used by no container",
    severity: "negligible",
    description: "Somebody may start an old one by mistake, with all that is known against it.",
    remediation: "docker image prune --all removes them.",
    references: ["https://docs.docker.com/engine/manage-resources/pruning/", references.cis],
  },
  "its images",
  (snapshot) =>
    told(snapshot.images, "its images", (images) => {
      const unused = images.filter((image) => !isUsed(image, snapshot)).length;
      return wrongIf(
        unused > tolerated && unused * 2 > images.length,
        `${unused} of ${images.length} images`,
      );
    }),
);

/** Containers that do not run. */
export const containerSprawl = hostRule(
  {
    id: "live-container-sprawl",
    title: "More containers stand still than run",
    severity: "negligible",
    description:
      "Their files and settings stay, secrets among them, and whoever may start them does.",
    remediation: "docker container prune removes them.",
    references: ["https://docs.docker.com/engine/manage-resources/pruning/", references.cis],
  },
  "its containers",
  ({ containers }) =>
    told(containers, "its containers", (all) => {
      const stopped = all.filter(({ status }) =>
        ["exited", "dead", "created"].includes(status ?? ""),
      );
      return wrongIf(
        stopped.length > tolerated && stopped.length * 2 > all.length,
        `${stopped.length} of ${all.length} containers`,
      );
    }),
);
