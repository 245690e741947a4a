import { references } from "../../rule/references.ts";
import type { ComposeRule } from "../../rule/types.ts";
import { trimSlashes } from "../../text/path.ts";
import { removeItem, setScalar } from "../../yaml/edit.ts";
import { judgeServices, observeService } from "./observe.ts";
import { judgeSetting } from "./switch.ts";

const sockets = /(?:^|\/)(?:docker|podman|containerd|crio|cri-dockerd|buildkitd|dockershim)\.sock$/;

/** Whether a path is the socket of a container engine. */
export function isRuntimeSocket(path: string): boolean {
  return sockets.test(trimSlashes(path));
}

const why =
  "Whoever may speak to the engine may start a privileged container that mounts the host's root: the socket is root of the host. Mounting it read-only changes nothing.";

/** The engine's socket in a container. */
export const runtimeSocket: ComposeRule = {
  id: "compose-runtime-socket",
  target: "compose",
  title: "The container may control the container engine",
  severity: "critical",
  description: why,
  remediation: "Remove the mount; put a proxy between that lets only the needed requests through.",
  references: ["https://docs.docker.com/engine/security/protect-access/", references.cis],
  peers: { kics: ["Docker socket mounted"] },
  check(file) {
    return judgeServices(file, (service) =>
      service.volumes
        .filter(
          ({ source, target, type }) =>
            isRuntimeSocket(source ?? "") || (type === "bind" && isRuntimeSocket(target)),
        )
        .map((mount) => {
          const fix = removeItem(file, mount, "Remove the mount.");
          return observeService(file, service, "volumes", mount, mount.text, { fix });
        }),
    );
  },
};

/** use_api_socket: true mounts the engine's socket, and the user's registry credentials. */
export const apiSocket: ComposeRule = {
  id: "compose-api-socket",
  target: "compose",
  title: "use_api_socket gives the container the engine's API",
  severity: "critical",
  description: `${why} The credentials for registries come along.`,
  remediation: "Remove use_api_socket.",
  references: [`${references.composeServices}#use_api_socket`],
  peers: {},
  check: (file) =>
    judgeSetting(
      file,
      "use_api_socket",
      (service) => service.useApiSocket,
      (value) => value,
      (composeFile, setting) =>
        setScalar(composeFile, setting, "false", "Set use_api_socket: false."),
    ),
};
