/** Endings of what is no text, or text that is made from other files, or public by purpose. */
const endings = new Set(
  (
    "a o so ko la pyc pyo class jar war ear dex wasm exe dll dylib node bin dat db sqlite sqlite3 gdbm mdb pack idx cache mo gmo gz xz bz2 zst lz4 zip tar tgz whl egg gem deb rpm apk 7z rar " +
    "png jpg jpeg gif ico webp bmp tif tiff svg svgz ttf otf woff woff2 eot pfb afm pcf mp3 mp4 ogg wav webm avi mov flac pdf ps eps djvu " +
    "po pot crt cer der crl sig asc css scss less sty tex bst cls enc map man rst adoc texi info hyph aff dic patch diff md5sums list symbols shlibs triggers lds tcl tzdata " +
    "h hh hpp hxx f90 pod pm"
  ).split(" "),
);
endings.delete("map");

/** Folders of distributions and packages where nobody keeps credentials, but samples of them. */
const folders =
  /(?:^|\/)(?:usr\/(?:share|lib)\/(?:doc|doc-base|man|info|locale|i18n|zoneinfo|fonts|icons|pixmaps|mime|terminfo|tabset|licenses|common-licenses|ca-certificates|bash-completion|zsh|vim|emacs|lintian|X11|gconv|keyrings|perl|perl5|unicode|hyphen|groff|menu|gtk-doc|javadoc|ri|misc|file|iso-codes|xml|sgml)|usr\/(?:include|src)|etc\/ssl\/certs|usr\/share\/texmf[^/]*|usr\/share\/mime|var\/lib\/(?:dpkg|apt|rpm)|lib\/apk|var\/cache|proc|sys|dev)\//;

/** Where packages of languages are installed. */
const installed =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|gems|vendor|third_party|usr\/lib|usr\/share|python[\d.]{1,10}|ruby[\d.]{0,10}|jvm|go\/pkg\/mod|go\/src|perl5?)\//;
/** Tests, samples and documentation. */
const samples =
  /\/(?:tests?|__tests__|testing|testdata|test_data|test-data|fixtures?|specs?|examples?|samples?|docs?|documentation|demos?|benchmarks?|idle_test)\//;

/** Documentation within installed packages. */
const packaged =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|gems|vendor|usr\/(?:lib|share))\//;
const prose =
  /(?:^|\/)(?:(?:readme|changelog|changes|history|news|license|licence|copying|authors|contributing|notice|security|upgrading|metadata|pkg-info)(?:[._-][^/]*)?|[^/]*\.(?:md|markdown|html?|txt|d\.ts|test\.[cm]?[jt]s|spec\.[cm]?[jt]s))$/i;

/**
 * True for a file that everybody has: documentation of a distribution, and tests and samples within
 * installed packages, keys among them.
 */
export function isPublic(path: string): boolean {
  if (folders.test(path)) return true;
  // One search after the other: in one expression each place of the first would try all of the second.
  const packages = installed.exec(path);
  return packages !== null && samples.test(path.slice(packages.index + packages[0].length - 1));
}

/** True for a file that is not worth a look: no text by its ending, or prose within a package. */
export function isPassedOver(path: string): boolean {
  const slash = path.lastIndexOf("/");
  const dot = path.lastIndexOf(".");
  if (dot > slash + 1 && endings.has(path.slice(dot + 1).toLowerCase())) return true;
  // Shared libraries with a version: libc.so.6
  if (path.includes(".so.", slash + 1)) return true;
  return packaged.test(path) && prose.test(path);
}
