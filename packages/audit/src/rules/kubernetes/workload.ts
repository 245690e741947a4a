import { references } from "../../rule/references.ts";
import type { KubernetesRule } from "../../rule/types.ts";
import { setScalar } from "../../yaml/edit.ts";
import { addBeside, setInContext } from "./edit.ts";
import { judgeContainers, judgeWorkloads, observe, placeOf } from "./observe.ts";

/** A root file system that can be written */
export const writableRoot: KubernetesRule = {
  id: "kubernetes-writable-root",
  target: "kubernetes",
  title: "The root file system can be written",
  severity: "low",
  description: "An attacker can change the program and leave tools behind.",
  remediation:
    "Set securityContext.readOnlyRootFilesystem: true, with emptyDir volumes for what the program writes.",
  references: [references.securityContext],
  peers: { trivy: ["KSV-0014"], checkov: ["CKV_K8S_22"] },
  check: (file) =>
    judgeContainers(file, (place, { securityContext }, { isWindows }) => {
      const field = securityContext?.readOnlyRootFilesystem;
      if (isWindows || field?.value === true) return [];
      const value = `readOnlyRootFilesystem${field ? `: ${field.text}` : " is not set"}`;
      const at = field ?? placeOf(place);
      const fix = setInContext(place, "readOnlyRootFilesystem", field, "true");
      return [observe(place, "securityContext.readOnlyRootFilesystem", at, value, { fix })];
    }),
};

/** No securityContext, for the container or the pod */
export const securityContextMissing: KubernetesRule = {
  id: "kubernetes-security-context",
  target: "kubernetes",
  title: "Nothing is said about the container's rights",
  severity: "low",
  description: "Without a securityContext everything is as permissive as Kubernetes' defaults.",
  remediation: "Add a securityContext to the pod and to each container.",
  references: [references.securityContext],
  peers: { trivy: ["KSV-0118"], checkov: ["CKV_K8S_29", "CKV_K8S_30"] },
  check: (file) =>
    judgeContainers(file, (place, { securityContext }, workload) =>
      securityContext === undefined && workload.securityContext === undefined
        ? [observe(place, "securityContext", placeOf(place), "securityContext is not set")]
        : [],
    ),
};

/** A token for the API in a pod that may not need it */
export const serviceAccountToken: KubernetesRule = {
  id: "kubernetes-service-account-token",
  target: "kubernetes",
  title: "The pod is given a token for the API",
  severity: "low",
  description:
    "Whoever gets into the pod speaks to the API with the rights of its service account.",
  remediation: "Set automountServiceAccountToken: false where the program does not use the API.",
  references: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/",
  ],
  peers: { trivy: ["KSV-0036"], checkov: ["CKV_K8S_38"] },
  check: (file) =>
    judgeWorkloads(file, (place, { automountToken }) => {
      if (automountToken?.value === false) return [];
      const value = `automountServiceAccountToken${automountToken ? `: ${automountToken.text}` : " is not set"}`;
      const description = "Set automountServiceAccountToken: false.";
      const fix = automountToken
        ? setScalar(file, automountToken, "false", description)
        : addBeside(place, { automountServiceAccountToken: "false" }, description);
      const at = automountToken ?? placeOf(place);
      return [observe(place, "automountServiceAccountToken", at, value, { fix })];
    }),
};

/** The default service account, named or by leaving the name out, with a token */
export const defaultServiceAccount: KubernetesRule = {
  id: "kubernetes-default-service-account",
  target: "kubernetes",
  title: "The pod uses the namespace's default service account",
  severity: "negligible",
  description: "Rights given to it for one program are rights of every pod in the namespace.",
  remediation: "Name a service account of its own in serviceAccountName.",
  references: [
    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#default-service-account",
  ],
  peers: {},
  check: (file) =>
    judgeWorkloads(file, (place, { serviceAccount, automountToken }) => {
      if (automountToken?.value === false) return [];
      if (serviceAccount !== undefined && serviceAccount.value !== "default") return [];
      const value = `serviceAccountName${serviceAccount ? `: ${serviceAccount.text}` : " is not set"}`;
      return [observe(place, "serviceAccountName", serviceAccount ?? placeOf(place), value)];
    }),
};

const namespacePage =
  "https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/";

/** namespace: default */
export const defaultNamespace: KubernetesRule = {
  id: "kubernetes-default-namespace",
  target: "kubernetes",
  title: "The object is put into the default namespace",
  severity: "negligible",
  description:
    "Policies, quotas and rights hold for namespaces; in default everything is together.",
  remediation: "Name a namespace of its own.",
  references: [namespacePage],
  peers: { trivy: ["KSV-0110"], checkov: ["CKV_K8S_21"] },
  check: (file) =>
    judgeWorkloads(file, (place, workload) => {
      const { namespace } = workload;
      if (namespace === undefined) {
        const notApplicable = "the file names no namespace: who applies it decides";
        const value = "namespace is not set";
        return [observe(place, "metadata.namespace", workload, value, { notApplicable })];
      }
      if (namespace.value !== "default") return [];
      return [observe(place, "metadata.namespace", namespace, "namespace: default")];
    }),
};

/** namespace: kube-system */
export const systemNamespace: KubernetesRule = {
  id: "kubernetes-system-namespace",
  target: "kubernetes",
  title: "The object is put into a namespace of the cluster itself",
  severity: "medium",
  description: "Service accounts and secrets there have rights over the whole cluster.",
  remediation: "Name a namespace of its own.",
  references: [namespacePage],
  peers: { trivy: ["KSV-0037"] },
  check: (file) =>
    judgeWorkloads(file, (place, { namespace }) =>
      namespace !== undefined &&
      ["kube-system", "kube-public", "kube-node-lease"].includes(namespace.value)
        ? [observe(place, "metadata.namespace", namespace, `namespace: ${namespace.text}`)]
        : [],
    ),
};

/** API versions that clusters no longer serve, with the version of Kubernetes that dropped them. */
const removedApis = new Map([
  ["extensions/v1beta1", "1.16"],
  ["apps/v1beta1", "1.16"],
  ["apps/v1beta2", "1.16"],
  ["batch/v1beta1", "1.25"],
  ["batch/v2alpha1", "1.21"],
]);

/** An apiVersion that was removed */
export const removedApi: KubernetesRule = {
  id: "kubernetes-removed-api",
  target: "kubernetes",
  title: "The API version is no longer served",
  severity: "low",
  description: "A current cluster refuses the object: what it was to protect or run is not there.",
  remediation: "Use apps/v1 or batch/v1.",
  references: ["https://kubernetes.io/docs/reference/using-api/deprecation-guide/"],
  peers: { trivy: ["KSV-0107"] },
  check: (file) =>
    judgeWorkloads(file, (place, { apiVersion }) => {
      const version = apiVersion && removedApis.get(apiVersion.value);
      if (version === undefined) return [];
      const title = `${apiVersion!.value} is no longer served since Kubernetes ${version}`;
      return [observe(place, "apiVersion", apiVersion!, apiVersion!.text, { title })];
    }),
};
