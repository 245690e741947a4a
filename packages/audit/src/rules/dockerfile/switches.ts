import type { Fix } from "@plimsoll/core";
import type { Dockerfile } from "../../dockerfile/types.ts";
import type { ShellCommand } from "../../shell/types.ts";
import { removeWords, replaceText } from "./edit.ts";

/** Options that switch a verification off, by program. */
const switches: readonly (readonly [program: RegExp, option: RegExp])[] = [
  [/^curl$/, /^(?:-k|--insecure)$/],
  [/^wget$/, /^--no-check-certificate$/],
  [/^(?:pip[\d.]*|python[\d.]*|uv)$/, /^--(?:trusted-host|allow-insecure-host)(?:=.*)?$/],
  [/^(?:npm|yarn|pnpm)$/, /^(?:--no-strict-ssl|--strict-ssl=false)$/],
  [/^apt(?:-get)?$/, /^--(?:allow-unauthenticated|force-yes|allow-insecure-repositories)$/],
  [/^apk$/, /^--allow-untrusted$/],
  [
    /^(?:yum|dnf|microdnf|tdnf)$/,
    /^(?:--nogpgcheck|--no-gpgchecks|--setopt=sslverify=(?:0|false|no))$/,
  ],
  [/^zypper$/, /^--(?:no-gpg-checks|allow-unsigned-rpm)$/],
  [/^rpm$/, /^--no(?:signature|digest|verify|filedigest)$/],
];

/** A command without the options that switch a verification off. What then is not trusted fails the build. */
export function withoutSwitches(file: Dockerfile, { name, args }: ShellCommand): Fix {
  const description = "Leave the option out.";
  const option = switches.find(([program]) => program.test(name))?.[1];
  if (option === undefined || args.some(({ isExact }) => !isExact)) return { description };
  const words = args.filter(
    ({ text }, i) =>
      option.test(text) || /^--(?:trusted-host|allow-insecure-host)$/.test(args[i - 1]?.text ?? ""),
  );
  if (words.length > 0) return removeWords(file, words, description, "unsafe");
  // The k of a group of short options: -fsSLk.
  const group =
    name === "curl" ? args.filter(({ text }) => /^-[fsSLgIijnNORvV0-9#]*k/.test(text)) : [];
  const [word] = group;
  if (word === undefined || group.length > 1) return { description };
  return replaceText(file, word, word.raw, word.raw.replace("k", ""), description, "unsafe");
}
