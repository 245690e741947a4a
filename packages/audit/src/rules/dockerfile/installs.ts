import type { Dockerfile } from "../../dockerfile/types.ts";
import type { ShellCommand, ShellWord } from "../../shell/types.ts";
import { findInstructions, type PlacedCommand } from "./observe.ts";

/** How a package manager is called to install packages. */
interface Manager {
  readonly programs: RegExp;
  /** Subcommands that install what follows. */
  readonly verbs: ReadonlySet<string>;
  /** Options that take the next word as their value. */
  readonly withValue: ReadonlySet<string>;
}

/** Package managers whose installations are judged. */
export type ManagerName =
  | "apt"
  | "apk"
  | "yum"
  | "dnf"
  | "zypper"
  | "pip"
  | "npm"
  | "gem"
  | "go"
  | "yarn";

const rpmOptions = "-c --config --enablerepo --disablerepo --repo --repoid -x --exclude";
const managers: Readonly<Record<ManagerName, Manager>> = {
  apt: manager(
    /^(?:apt|apt-get|aptitude)$/,
    "install",
    "-t --target-release --default-release -c --config-file -o --option -a --host-architecture",
  ),
  apk: manager(/^apk$/, "add", "-t --virtual -X --repository -p --root --arch --repositories-file"),
  yum: manager(/^yum$/, "install localinstall reinstall", `${rpmOptions} --setopt --releasever`),
  dnf: manager(
    /^(?:dnf5?|microdnf|tdnf)$/,
    "install in reinstall",
    `${rpmOptions} --setopt --releasever --installroot`,
  ),
  zypper: manager(/^zypper$/, "install in", "-R --root -r --repo --from -t --type -p --plus-repo"),
  pip: manager(
    /^pip[\d.]*$/,
    "install",
    "-r --requirement -c --constraint -e --editable -t --target --prefix --root --src -i --index-url --extra-index-url -f --find-links --platform --python-version --implementation --abi --no-binary --only-binary --cache-dir --log --proxy --retries --timeout --trusted-host --cert --progress-bar --upgrade-strategy --build -b --build-option --global-option --report --config-settings",
  ),
  npm: manager(
    /^npm$/,
    "install i add in",
    "--prefix -C --registry --loglevel --cache --userconfig -w --workspace --tag --omit --include --unsafe-perm",
  ),
  gem: manager(
    /^gem$/,
    "install i",
    "-v --version -i --install-dir -n --bindir -s --source -P --trust-policy --platform -p --http-proxy",
  ),
  go: manager(/^go$/, "install get", "-ldflags -tags -mod -p -gcflags -asmflags -C -o -modfile"),
  yarn: manager(/^yarn$/, "install add", "--cwd --modules-folder --cache-folder --registry"),
};

/** An installation, and the packages that it names. */
export interface Install extends PlacedCommand {
  /** The subcommand, e.g. `install`. */
  readonly verb: ShellWord;
  readonly packages: readonly ShellWord[];
}

/** The installations that RUN starts with one package manager; those without a package, too. */
export function findInstalls(file: Dockerfile, name: ManagerName): Install[] {
  return findInstructions(file, "RUN").flatMap(({ stage, instruction }) =>
    instruction.commands.flatMap((command) => {
      const read = readInstall(command, name);
      return read === undefined ? [] : [{ stage, instruction, command, ...read }];
    }),
  );
}

/** What a command installs; undefined when it is no installation of this package manager. */
export function readInstall(
  command: ShellCommand,
  name: ManagerName,
): Pick<Install, "verb" | "packages"> | undefined {
  const { programs, verbs, withValue } = managers[name];
  const args = argumentsOf(command, programs);
  if (args === undefined) return undefined;
  const operands: ShellWord[] = [];
  for (let i = 0; i < args.length; i += 1) {
    const { text } = args[i]!;
    if (text === "--") continue;
    if (!text.startsWith("-")) operands.push(args[i]!);
    else if (withValue.has(text)) i += 1;
  }
  // `dnf module install nodejs:18`
  if (operands[0]?.text === "module") operands.shift();
  const [verb, ...packages] = operands;
  return verb === undefined || !verbs.has(verb.text) ? undefined : { verb, packages };
}

/** The arguments of a program, or of the Python module of its name. */
function argumentsOf(
  { name, args }: ShellCommand,
  programs: RegExp,
): readonly ShellWord[] | undefined {
  if (programs.test(name)) return args;
  const isModule = /^python[\d.]*$/.test(name) && args[0]?.text === "-m";
  return isModule && programs.test(args[1]?.text ?? "") ? args.slice(2) : undefined;
}

function manager(programs: RegExp, verbs: string, withValue: string): Manager {
  return { programs, verbs: new Set(verbs.split(" ")), withValue: new Set(withValue.split(" ")) };
}
