import type { Container } from "../../kubernetes/types.ts";
import type { KubernetesRule, Observation } from "../../rule/types.ts";
import { type ImageName, parseImageName } from "../../text/image-name.ts";
import { judgeContainers, observe, placeOf } from "./observe.ts";

const page = "https://kubernetes.io/docs/concepts/containers/images/";

/** An image without version. */
export const imageTag: KubernetesRule = {
  id: "kubernetes-image-untagged",
  target: "kubernetes",
  title: "The image has no version",
  severity: "medium",
  description:
    "Without a tag, or with latest, pods of one Deployment may run different programs, unreviewed.",
  remediation: "Name a version, better with its digest: image: name:version@sha256:….",
  references: [page],
  peers: { trivy: ["KSV-0013"], checkov: ["CKV_K8S_14"] },
  check: (file) =>
    judgeContainers(file, (place, container) =>
      judgeImage(place, container, ({ tag, digest }) => {
        if (digest !== undefined || (tag !== undefined && tag !== "latest")) return undefined;
        return tag === undefined ? "The image has no tag" : "The image is tagged latest";
      }),
    ),
};

/** An image without digest. */
export const imageDigest: KubernetesRule = {
  id: "kubernetes-image-digest",
  target: "kubernetes",
  title: "The image is not pinned by digest",
  severity: "negligible",
  description: "A tag can be moved to another image after it was reviewed.",
  remediation: "Add the digest: image: name:version@sha256:….",
  references: [page],
  peers: { checkov: ["CKV_K8S_43"] },
  check: (file) =>
    judgeContainers(file, (place, container) =>
      judgeImage(place, container, ({ digest }) =>
        digest === undefined ? "The image is not pinned by digest" : undefined,
      ),
    ),
};

/** An image that is not pulled again, though its tag may have moved. */
export const imagePullPolicy: KubernetesRule = {
  id: "kubernetes-image-pull-policy",
  target: "kubernetes",
  title: "The image may start without its registry being asked",
  severity: "negligible",
  description:
    "A pod that may not pull the image can still start it where another has pulled it, and the image may be out of date.",
  remediation: "Set imagePullPolicy: Always, or pin the image by digest.",
  references: [`${page}#image-pull-policy`],
  peers: { checkov: ["CKV_K8S_15"] },
  check: (file) =>
    judgeContainers(file, (place, { image, imagePullPolicy }) => {
      if (image === undefined || image.value.includes("$")) return [];
      const { tag, digest } = parseImageName(image.value);
      if (digest !== undefined || imagePullPolicy?.value === "Always") return [];
      // Without a policy, latest and no tag are always pulled.
      if (imagePullPolicy === undefined && (tag === undefined || tag === "latest")) return [];
      const value = `imagePullPolicy${imagePullPolicy ? `: ${imagePullPolicy.text}` : " is not set"}`;
      return [observe(place, "imagePullPolicy", imagePullPolicy ?? placeOf(place), value)];
    }),
};

/** Tiller, the server of Helm 2, and the dashboard before version 2 */
export const clusterAdminImage: KubernetesRule = {
  id: "kubernetes-cluster-admin-image",
  target: "kubernetes",
  title: "A program is deployed that controls the cluster for others",
  severity: "high",
  description:
    "Tiller, and the dashboard as it is often set up, act with rights over the whole cluster for whoever reaches them.",
  remediation: "Use Helm 3 or later; remove the dashboard, or give it no rights of its own.",
  references: [
    "https://helm.sh/docs/faq/changes_since_helm2/",
    "https://kubernetes.io/docs/tasks/access-application-cluster/web-ui-dashboard/",
  ],
  peers: { trivy: ["KSV-0102"], checkov: ["CKV_K8S_33", "CKV_K8S_34"] },
  check: (file) =>
    judgeContainers(file, (place, { image }) => {
      const name = image === undefined ? "" : parseImageName(image.value).name;
      const program = /(?:^|\/)tiller$/.test(name)
        ? "Tiller"
        : /(?:^|\/)(?:kubernetes-dashboard(?:-[a-z\d]+)?|kubernetesui\/dashboard)$/.test(name)
          ? "The dashboard"
          : undefined;
      if (image === undefined || program === undefined) return [];
      return [observe(place, "image", image, image.text, { title: `${program} is deployed` })];
    }),
};

function judgeImage(
  place: Parameters<typeof observe>[0],
  { image }: Container,
  titleOf: (name: ImageName) => string | undefined,
): Observation[] {
  if (image === undefined) return [];
  const variable = /\$\{?\w*/.exec(image.value)?.[0];
  const title = titleOf(parseImageName(image.value));
  if (title === undefined && variable === undefined) return [];
  const value = `image: ${image.text}`;
  if (variable !== undefined) {
    const unknown = `${variable} in the name of the image is replaced by another tool`;
    return [observe(place, "image", image, value, { unknown })];
  }
  return [observe(place, "image", image, value, { title: title! })];
}
