import type { Fix } from "@plimsoll/core";
import type { Dockerfile, Word } from "../../dockerfile/types.ts";
import { references } from "../../rule/references.ts";
import type { DockerfileRule } from "../../rule/types.ts";
import { trimSlashes } from "../../text/path.ts";
import { removeInstruction, removeWords } from "./edit.ts";
import { findInstructions, observe, type Placed } from "./observe.ts";

/** Names of files and folders that hold secrets. */
const secretFile =
  /^(?:\.env(?:\.(?!example$|sample$|template$|dist$|test$)[\w.-]+)?|id_(?:rsa|dsa|ecdsa|ed25519)|\.npmrc|\.yarnrc|\.pypirc|\.netrc|_netrc|\.git-credentials|\.git|\.ssh|\.aws|\.azure|\.gnupg|\.kube|kubeconfig|\.htpasswd|\.pgpass|\.my\.cnf|\.dockercfg|credentials\.json|service-account[\w-]*\.json|secrets?\.(?:ya?ml|json|toml|env)|[\w-]+\.(?:p12|pfx|jks|keystore|ppk)|[\w.-]*key\.pem|[\w.-]+\.key)$/;
/** Parents whose file of a plain name is secret: `.docker/config.json`, `.aws/credentials`. */
const secretPath = /(?:^|\/)(?:\.docker\/config\.json|\.aws\/credentials|\.kube\/config|\.ssh\/)/;

/** COPY and ADD of files that hold credentials. */
export const secretCopied: DockerfileRule = {
  id: "dockerfile-secret-copied",
  target: "dockerfile",
  title: "A file that holds secrets is copied into the image",
  severity: "high",
  description:
    "The file stays readable in its layer for whoever can pull the image, also when a later instruction deletes it.",
  remediation:
    "Mount it for the one RUN that needs it (--mount=type=secret), and list it in .dockerignore.",
  references: [
    references.buildSecrets,
    "https://docs.docker.com/build/concepts/context/#dockerignore-files",
  ],
  peers: { trivy: ["DS-0031"], dockle: ["CIS-DI-0010"] },
  check(file) {
    // Files of another stage come from a build, not from the user's folder.
    const copies = findInstructions(file, "COPY", "ADD").filter(
      ({ instruction }) => !instruction.flags.some(({ name }) => name === "from"),
    );
    if (copies.length === 0) return { notApplicable: "no COPY or ADD takes files of the context" };
    return copies.flatMap((placed) =>
      placed.instruction.words.slice(0, -1).flatMap((word) => {
        const source = trimSlashes((word.value ?? word.text).slice(0, 2_000));
        const base = source.slice(source.lastIndexOf("/") + 1);
        if (/^https?:/.test(source) || (!secretFile.test(base) && !secretPath.test(source)))
          return [];
        return [
          observe(file, placed, {
            at: word,
            title: `${base} is copied into the image`,
            fix: withoutSource(file, placed, word),
            identity: [placed.stage.name?.toLowerCase() ?? `#${placed.stage.index}`, source],
          }),
        ];
      }),
    );
  },
};

function withoutSource(file: Dockerfile, { instruction }: Placed, word: Word): Fix {
  const description = "Do not copy it; mount it where it is needed (--mount=type=secret).";
  if (instruction.words.length <= 2) {
    return removeInstruction(file, instruction, description, "unsafe");
  }
  if (instruction.exec !== undefined) return { description };
  return removeWords(file, [{ ...word, raw: word.text }], description, "unsafe");
}
