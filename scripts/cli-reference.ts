import { commands } from "../packages/plimsoll/src/cli/commands.ts";
import { commandHelp, mainHelp } from "../packages/plimsoll/src/cli/help.ts";

/** The text of docs/reference/cli.md. */
export function cliReference(): string {
  const sections = commands.map(
    (command) =>
      `## plimsoll ${command.name}\n\n${command.summary}.\n\n\`\`\`text\n${commandHelp(command)}\`\`\`\n`,
  );
  return `# The command line\n\nMade from the code by \`npm run docs\`.\n\n\`\`\`text\n${mainHelp(commands)}\`\`\`\n\n${sections.join("\n")}`;
}
