/**
 * Whether nobody may be asked for advisories: because the configuration says so, or the environment
 * variable `PLIMSOLL_OFFLINE`, whatever its value but the empty text, `0` and `false`.
 */
export function isOffline(configured: boolean, env: NodeJS.ProcessEnv = process.env): boolean {
  return configured || !["", "0", "false"].includes(env.PLIMSOLL_OFFLINE ?? "");
}
