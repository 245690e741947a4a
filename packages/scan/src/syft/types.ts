/** Syft's words for the types of package URLs: its package type, and its language where it has one. */
const words: Readonly<Record<string, readonly [type: string, language: string]>> = {
  deb: ["deb", ""],
  apk: ["apk", ""],
  rpm: ["rpm", ""],
  alpm: ["alpm", ""],
  ebuild: ["portage", ""],
  npm: ["npm", "javascript"],
  pypi: ["python", "python"],
  gem: ["gem", "ruby"],
  composer: ["php-composer", "php"],
  nuget: ["dotnet", "dotnet"],
  conda: ["conda", ""],
  cran: ["R-package", "R"],
  luarocks: ["lua-rocks", "lua"],
  hex: ["hex", "elixir"],
  otp: ["erlang-otp", "erlang"],
  golang: ["go-module", "go"],
  cargo: ["rust-crate", "rust"],
  maven: ["java-archive", "java"],
  pub: ["dart-pub", "dart"],
  swift: ["swift", "swift"],
  cocoapods: ["pod", "swift"],
  conan: ["conan", "c++"],
  bitnami: ["bitnami", ""],
  generic: ["binary", ""],
};

const purlTypes: ReadonlyMap<string, string> = new Map(
  Object.entries(words).map(([purlType, [type]]) => [type, purlType]),
);

/** Syft's package type and language; a type that Syft does not know goes by its own name. */
export function toSyftType(purlType: string): { type: string; language: string } {
  const [type, language] = Object.hasOwn(words, purlType) ? words[purlType]! : [purlType, ""];
  return { type, language };
}

/** The type of package URLs that Syft's package type stands for, if it is known. */
export function fromSyftType(type: string): string | undefined {
  return purlTypes.get(type);
}
