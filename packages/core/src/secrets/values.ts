/** A form of token that its issuer documents, so that the value alone gives it away. */
interface TokenForm {
  readonly name: string;
  readonly pattern: RegExp;
  /** What the pattern cannot do without, where it is slow to say so itself. */
  readonly sign?: string;
}

// Every pattern starts at a fixed prefix and has bounded or single-class runs: linear time.
const tokenForms: readonly TokenForm[] = [
  { name: "AWS access key", pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g },
  { name: "GitHub token", pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_\w{22,255})\b/g },
  { name: "GitLab token", pattern: /\bglpat-[\w-]{20,255}/g },
  { name: "Slack token", pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,255}/g },
  { name: "Stripe key", pattern: /\b[sr]k_live_[A-Za-z0-9]{16,255}\b/g },
  { name: "Google API key", pattern: /\bAIza[\w-]{35}/g },
  { name: "npm token", pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { name: "PyPI token", pattern: /\bpypi-AgEI[\w-]{20,1000}/g },
  { name: "Docker Hub token", pattern: /\bdckr_[ops]at_[\w-]{20,255}/g },
  { name: "Hugging Face token", pattern: /\bhf_[A-Za-z0-9]{30,255}\b/g },
  { name: "SendGrid key", pattern: /\bSG\.[\w-]{22}\.[\w-]{43}/g },
  { name: "JSON web token", pattern: /\beyJ[\w-]{10,300}\.eyJ[\w-]{10,4000}\.[\w-]{10,2000}/g },
  { name: "private key", pattern: /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*/g },
  {
    name: "password in a URL",
    pattern: /(?<=\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/]{0,200}:)[^\s@/$]{1,200}(?=@)/gi,
    sign: "://",
  },
];

/** UTF-16 units of a value that are looked at. */
const maxValue = 20_000;

/** What kind of secret `value` holds by its form alone; undefined when none is recognised. */
export function recogniseSecret(value: string): string | undefined {
  const text = value.slice(0, maxValue);
  return tokenForms.find(({ pattern }) => text.search(pattern) !== -1)?.name;
}

/** `text` with every recognised secret replaced by `****`. */
export function maskTokens(text: string): string {
  return tokenForms.reduce(
    (masked, { pattern, sign = "" }) =>
      masked.includes(sign) ? masked.replace(pattern, "****") : masked,
    text,
  );
}

/**
 * True when `value`, given to a variable with a secret's name, can be a secret: not empty, not a
 * switch or a number, not a path (of a mounted secret), not a reference to another variable.
 */
export function canBeSecret(value: string): boolean {
  const text = value.trim();
  if (
    text === "" ||
    /^(?:true|false|yes|no|on|off|null|none|nil|undefined|-?\d{1,3})$/i.test(text)
  ) {
    return false;
  }
  if (/^(?:\/|\.{1,2}\/|~\/|file:)/.test(text)) return false;
  if (/^\$\{?\w+\}?$/.test(text) || /^\$\(.*\)$/.test(text)) return false;
  // Marks of templates, and of a value already removed.
  return !/^(?:<[^<>]*>|\{\{[^{}]*\}\}|\*+|x{3,})$/i.test(text);
}
