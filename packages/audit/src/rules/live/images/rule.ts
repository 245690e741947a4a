import { nameOfImage } from "../../../live/parse-image.ts";
import type { LiveImage, LiveSnapshot } from "../../../live/types.ts";
import type { LiveRule, RuleData } from "../../../rule/types.ts";
import { type Said, toObservation } from "../observe.ts";

/** A rule over every image of the engine. */
export function imageRule(
  data: Omit<RuleData, "peers">,
  key: string,
  check: (image: LiveImage, snapshot: LiveSnapshot) => readonly Said[],
  scope: "all" | "used" = "all",
): LiveRule {
  return {
    peers: {},
    ...data,
    target: "live",
    check(snapshot) {
      const { images } = snapshot;
      if (images === undefined) {
        return [toObservation({ unknown: "the engine did not list its images" }, key)];
      }
      if (images.length === 0) return { notApplicable: "the engine has no images" };
      const judged = scope === "all" ? images : images.filter((image) => isUsed(image, snapshot));
      if (judged.length === 0) return { notApplicable: "no container uses an image" };
      return judged.flatMap((image) => {
        const name = nameOfImage(image);
        return check(image, snapshot).map((said) =>
          toObservation(said, key, `docker-daemon:${name}`, [name]),
        );
      });
    },
  };
}

/** Whether a container was made from it. */
export function isUsed({ id }: LiveImage, { containers }: LiveSnapshot): boolean {
  return containers?.some(({ imageId }) => imageId === id) === true;
}
