import { canBeSecret, isSecretName, recogniseSecret } from "@plimsoll/core";
import type { ComposeService, EnvironmentVariable } from "../../compose/types.ts";
import { references } from "../../rule/references.ts";
import type { ComposeRule } from "../../rule/types.ts";
import { judgeServices, observeService } from "./observe.ts";

/** Passwords written out in the compose file. */
export const secretEnvironment: ComposeRule = {
  id: "compose-secret-environment",
  target: "compose",
  title: "A secret is written out in the file",
  severity: "high",
  description:
    "Whoever reads the repository has it, and in the container every process, crash report and docker inspect shows it.",
  remediation:
    "Use secrets: and the variable that takes a file (…_FILE), or a plain $NAME without a default.",
  references: [references.composeSecrets],
  peers: {},
  check(file) {
    return judgeServices(file, (service) =>
      variablesOf(service).flatMap(({ key, variable }) => {
        const kind = kindOfSecret(variable);
        if (kind === undefined) return [];
        return [
          observeService(file, service, key, variable, `${variable.name}=****`, {
            title:
              kind === variable.name
                ? `The secret ${kind} is written out in the file`
                : `${variable.name} holds a secret: ${kind}`,
            identity: [service.name, key, variable.name],
            // A file of variables is often kept out of the repository.
            ...(variable.path !== undefined && variable.path !== service.path
              ? { confidence: "low" as const }
              : {}),
            ...(variable.usedDefault ? { confidence: "medium" as const } : {}),
          }),
        ];
      }),
    );
  },
};

function variablesOf(service: ComposeService) {
  return [
    ...service.environment.map((variable) => ({ key: "environment", variable })),
    ...(service.build?.args ?? []).map((variable) => ({ key: "build.args", variable })),
  ];
}

/** What kind of secret a variable holds; what comes from the caller's environment or from .env is none. */
function kindOfSecret({
  name,
  value,
  unresolved,
  isInterpolated,
}: EnvironmentVariable): string | undefined {
  if (value === undefined || isInterpolated) return undefined;
  const recognised = recogniseSecret(value);
  if (recognised !== undefined) return recognised;
  if (unresolved.length > 0) return undefined;
  return isSecretName(name) && canBeSecret(value) ? name : undefined;
}
