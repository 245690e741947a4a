import type { Fix } from "@plimsoll/core";
import type { ComposeFile, ComposeService, Setting } from "../../compose/types.ts";
import type { Judgement } from "../../rule/types.ts";
import { judgeServices, observeService, unresolvedReason } from "./observe.ts";

/**
 * Judges one key of every service: fails where `isWrong`, unknown where a variable decides.
 *
 * @param fixOf mends a setting that is wrong
 */
export function judgeSetting<T extends string | boolean>(
  file: ComposeFile,
  key: string,
  settingOf: (service: ComposeService) => Setting<T> | undefined,
  isWrong: (value: T) => boolean,
  fixOf?: (file: ComposeFile, setting: Setting<T>) => Fix,
): Judgement {
  return judgeServices(file, (service) => {
    const setting = settingOf(service);
    if (setting === undefined) return [];
    const value = `${key}: ${setting.text}`;
    if (setting.unresolved.length > 0) {
      const unknown = unresolvedReason(setting.unresolved);
      return [observeService(file, service, key, setting, value, { unknown })];
    }
    if (!isWrong(setting.value)) return [];
    const fix = fixOf?.(file, setting);
    return [observeService(file, service, key, setting, value, fix && { fix })];
  });
}
