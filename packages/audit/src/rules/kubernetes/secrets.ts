import { canBeSecret, isSecretName, recogniseSecret } from "@plimsoll/core";
import type { ContainerVariable } from "../../kubernetes/types.ts";
import type { KubernetesRule } from "../../rule/types.ts";
import { judgeContainers, observe } from "./observe.ts";

const page = "https://kubernetes.io/docs/concepts/configuration/secret/";

/** Passwords written out in env */
export const secretEnvironment: KubernetesRule = {
  id: "kubernetes-secret-environment",
  target: "kubernetes",
  title: "A secret is written out in the file",
  severity: "high",
  description:
    "Whoever reads the repository or may read pods has it, and in the container every process and crash report shows it.",
  remediation: "Put it into a Secret, and mount that as a file.",
  references: [page],
  peers: {},
  check: (file) =>
    judgeContainers(file, (place, { env }) =>
      env.flatMap((variable) => {
        const title = secretIn(variable);
        if (title === undefined) return [];
        const details = { title, identity: identityOf(place, variable.name) };
        return [observe(place, "env", variable, `${variable.name}=****`, details)];
      }),
    ),
};

/** A Secret handed over in the environment */
export const secretAsVariable: KubernetesRule = {
  id: "kubernetes-secret-as-variable",
  target: "kubernetes",
  title: "A Secret is handed over in the environment",
  severity: "negligible",
  description:
    "Variables are inherited by every child process and end up in logs and crash reports; files do not.",
  remediation: "Mount the Secret as a volume.",
  references: [`${page}#using-secrets-as-files-from-a-pod`],
  peers: { checkov: ["CKV_K8S_35"] },
  check: (file) =>
    judgeContainers(file, (place, { env, envFromSecrets }) => [
      ...env
        .filter(({ isFromSecret }) => isFromSecret)
        .map((variable) => observe(place, "env", variable, `${variable.name} from a Secret`)),
      ...envFromSecrets.map((secret) => observe(place, "envFrom", secret, secret.text)),
    ]),
};

/** Passwords in a ConfigMap */
export const configMapSecret: KubernetesRule = {
  id: "kubernetes-configmap-secret",
  target: "kubernetes",
  title: "A ConfigMap holds a secret",
  severity: "high",
  description:
    "ConfigMaps are open to many who may not read Secrets, and are never encrypted at rest on their own.",
  remediation: "Put it into a Secret.",
  references: ["https://kubernetes.io/docs/concepts/configuration/configmap/"],
  peers: { trivy: ["KSV-0109"] },
  check(file) {
    if (file.configMaps.length === 0) return { notApplicable: "the file has no ConfigMaps" };
    return file.configMaps.flatMap(({ name, data }) =>
      data.flatMap((entry) => {
        const title = secretIn(entry);
        if (title === undefined) return [];
        const { line, column } = entry;
        return [
          {
            line,
            column,
            title,
            instruction: `ConfigMap ${name}`,
            subject: `ConfigMap ${name}`,
            value: `${entry.name}: ****`,
            source: `${file.path}:${line} ConfigMap ${name} data.${entry.name}`,
            identity: [name, entry.name],
            pragmas: file.pragmas.get(line) ?? [],
          },
        ];
      }),
    );
  },
};

function identityOf(
  { workload, container }: Parameters<typeof observe>[0],
  name: string,
): (string | undefined)[] {
  return [workload.kind, workload.name, container?.group, container?.name, name];
}

/** What is wrong with a variable that holds a secret; values that other tools fill in are none. */
function secretIn({ name, value }: ContainerVariable): string | undefined {
  if (value === undefined || /^\$[({]/.test(value)) return undefined;
  const recognised = recogniseSecret(value);
  if (recognised !== undefined) return `${name} holds a secret: ${recognised}`;
  if (!isSecretName(name) || !canBeSecret(value)) return undefined;
  return `The secret ${name} is written out in the file`;
}
