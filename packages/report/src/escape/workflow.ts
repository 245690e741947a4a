/**
 * Escapes the message of a GitHub workflow command (`::error …::MESSAGE`), so that it cannot end
 * the command or start another
 * (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
 */
export function escapeWorkflowData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** Escapes the value of a property of a workflow command (`::error file=VALUE,…`). */
export function escapeWorkflowProperty(text: string): string {
  return escapeWorkflowData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
