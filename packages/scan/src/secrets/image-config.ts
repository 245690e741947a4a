import type { ImageConfig } from "@plimsoll/image";

/** A text of the configuration that may hold a secret. */
export interface ConfigText {
  /** Path in the configuration: `config.Env`, `history[3].created_by`. */
  readonly source: string;
  /** Of a variable or a label. */
  readonly name?: string;
  readonly text: string;
  /** The step of the history, and diffID of the layer that it made. */
  readonly instruction?: string;
  readonly layer?: string;
}

/** Texts of one kind that are looked at, and UTF-16 units of each. */
const mostTexts = 2_000;
const mostCharacters = 200_000;

/** Everything in a configuration that people write. */
export function listConfigTexts({ run, history, diffIds }: ImageConfig): ConfigText[] {
  const words = (source: string, list: readonly string[]): ConfigText[] =>
    list.length === 0 ? [] : [{ source, text: list.join(" ") }];
  const texts: ConfigText[] = [
    ...run.env.slice(0, mostTexts).map((entry) => ({
      source: "config.Env",
      name: entry.split("=", 1)[0]!,
      text: entry,
    })),
    ...Object.entries(run.labels)
      .slice(0, mostTexts)
      .map(([name, value]) => ({ source: "config.Labels", name, text: `${name}=${value}` })),
    ...words("config.Entrypoint", run.entrypoint),
    ...words("config.Cmd", run.cmd),
    ...words("config.Healthcheck", run.healthcheck?.test ?? []),
    ...words("config.OnBuild", run.onBuild),
    ...stepsOf(history, diffIds),
  ];
  return texts.map((entry) => ({ ...entry, text: entry.text.slice(0, mostCharacters) }));
}

function stepsOf(history: ImageConfig["history"], diffIds: ImageConfig["diffIds"]): ConfigText[] {
  let made = 0;
  return history.slice(0, mostTexts).flatMap(({ createdBy, emptyLayer }, index) => {
    const layer = emptyLayer ? undefined : diffIds[made];
    if (!emptyLayer) made += 1;
    if (createdBy === undefined) return [];
    return [
      {
        source: `history[${index}].created_by`,
        text: createdBy,
        instruction: createdBy,
        ...(layer !== undefined && { layer }),
      },
    ];
  });
}
