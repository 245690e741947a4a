import { plainRegistries } from "../../../live/credentials.ts";
import { credentialPaths } from "../../../live/host-texts.ts";
import { references } from "../../../rule/references.ts";
import { hostRule, type Said } from "../observe.ts";
import { readHostText } from "./facts.ts";

/** Credentials of root for registries that lie in plain text. */
export const plainCredentials = hostRule(
  {
    id: "live-host-credentials",
    title: "Credentials for a registry lie in plain text",
    severity: "medium",
    description:
      "Whoever reads the file, or a backup of it, pushes images in the name of its owner.",
    remediation: "Set credsStore to a credential helper, log out and in again.",
    references: [
      "https://docs.docker.com/reference/cli/docker/login/#credential-stores",
      references.engineSecurity,
    ],
  },
  credentialPaths[0]!,
  (snapshot) =>
    credentialPaths.flatMap((path): readonly Said[] => {
      const file = readHostText(snapshot, path);
      if ("unknown" in file) return [file];
      if ("missing" in file) return [];
      const registries = plainRegistries(file.text);
      if (registries === undefined)
        return [{ unknown: `${path} is not in the form of docker login` }];
      return registries.map((registry) => ({ wrong: `${path}: ${registry}` }));
    }),
);
