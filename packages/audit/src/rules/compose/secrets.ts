import { canBeSecret, type Fix, isSecretName, recogniseSecret } from "@plimsoll/core";
import type { ComposeFile, ComposeService, EnvironmentVariable } from "../../compose/types.ts";
import { references } from "../../rule/references.ts";
import type { ComposeRule } from "../../rule/types.ts";
import { lineAt, replaceYamlLine } from "../../yaml/edit.ts";
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
            fix: fromCaller(file, variable),
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

/** The variable as one of the caller's environment; whoever starts the project then has to give it. */
function fromCaller(file: ComposeFile, variable: EnvironmentVariable): Fix {
  const { name, line, column } = variable;
  const description = "Take it from the environment of the caller, or use secrets:.";
  const text = lineAt(file, variable);
  const [before, after] = [text.slice(0, column - 1), text.slice(column - 1)];
  // A list (- NAME=value) and a map (NAME: value); what is quoted or goes on is left to people.
  const isItem = before.trim() === "-" && after.startsWith(`${name}=`);
  const isKey = before.trim() === "" && after.startsWith(`${name}: `);
  const comment = /^[^\s"'#|>&*{[]\S*(\s+#.*|\s*)$/.exec(
    after.slice(name.length + 1).trimStart(),
  )?.[1];
  if (comment === undefined || !(isItem || isKey)) return { description };
  const own = isItem ? name : `${name}: \${${name}}`;
  return replaceYamlLine(file, line, `${before}${own}${comment}`, description);
}
