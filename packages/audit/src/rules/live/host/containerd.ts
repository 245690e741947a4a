import { parse } from "smol-toml";
import { containerdConfigPath } from "../../../live/host-texts.ts";
import { type Fields, isFields, toFields, toText } from "../../../live/read.ts";
import { hostRule, type Said } from "../observe.ts";
import { readHostText } from "./facts.ts";

/** Depth to which tables are looked through for registries. */
const maxDepth = 12;

/** Settings of containerd that open it, or its pulls, to others. */
export const containerdConfig = hostRule(
  {
    id: "live-containerd-config",
    title: "containerd is set up to be reached, or deceived, by others",
    severity: "high",
    description:
      "Whoever reaches containerd's API is root of the host; whoever sits between it and a registry whose certificate is not verified decides what runs.",
    remediation: "Remove the setting from containerd's config.toml, and restart it.",
    references: [
      "https://github.com/containerd/containerd/blob/main/docs/man/containerd-config.toml.5.md",
    ],
  },
  containerdConfigPath,
  (snapshot): readonly Said[] => {
    const file = readHostText(snapshot, containerdConfigPath);
    if ("unknown" in file) return [file];
    if ("missing" in file) {
      return [{ notApplicable: `${containerdConfigPath} is not there: the defaults hold` }];
    }
    const config = parseToml(file.text);
    if (config === undefined) return [{ unknown: `${containerdConfigPath} is not in TOML` }];
    return wrongSettings(config).map((wrong) => ({ wrong: `${containerdConfigPath}: ${wrong}` }));
  },
);

function wrongSettings(config: Fields): string[] {
  const grpc = toText(toFields(config.grpc).tcp_address) ?? "";
  const { address: debug } = toFields(config.debug);
  const metrics = toText(toFields(config.metrics).address) ?? "";
  return [
    ...(grpc === "" ? [] : [`grpc.tcp_address = ${grpc}`]),
    ...(typeof debug === "string" && /^(?:tcp:|[^/]*:\d)/.test(debug)
      ? [`debug.address = ${debug}`]
      : []),
    ...(metrics === "" || /^(?:127\.|localhost|\[?::1)/.test(metrics)
      ? []
      : [`metrics.address = ${metrics}`]),
    ...unverified(config.plugins, "plugins", 0),
  ];
}

/** Where `insecure_skip_verify` is on, however deep. */
function unverified(value: unknown, path: string, depth: number): string[] {
  if (!isFields(value) || depth > maxDepth) return [];
  return Object.entries(value).flatMap(([key, each]) => {
    if (key === "insecure_skip_verify") return each === true ? [`${path}.${key} = true`] : [];
    return unverified(each, `${path}.${key}`, depth + 1);
  });
}

function parseToml(text: string): Fields | undefined {
  try {
    const value: unknown = parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
