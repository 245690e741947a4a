// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the shell, not of JavaScript
import type { Examples } from "./dockerfile-examples.ts";

const from = "FROM debian:12";
const bash = `${from}\nSHELL ["/bin/bash", "-c"]`;

/** Examples of rules over the shell scripts of RUN. */
export const shellExamples: Readonly<Record<string, Examples>> = {
  "dockerfile-shell-unquoted": {
    fails: [
      [`${from}\nRUN rm -r $DIR`, 2],
      [`${from}\nRUN A=x; A=$(cat y); rm $A`, 2],
      [`${from} AS a\nARG DIR\nFROM a\nRUN rm -r $DIR`, 4],
      [`${from}\nRUN true && \\\n  cp a $DEST/b`, 3],
      [`${from}\nRUN <<EOF\nid\ncp \${A}x b\nEOF`, 4],
    ],
    passes: [
      `${from}\nRUN rm -r "$DIR" "\${DIR}/x"`,
      `${from}\nRUN A=$B; export C=$D; test $# -gt 0; exit $?`,
      `${from}\nRUN echo '$A' \\$B "$@"`,
      `${from}\nRUN case $A in x) id;; esac`,
      `${bash}\nRUN [[ $A == x ]] && id`,
      `${from}\nRUN N=4; head -n $N x; for f in a b; do cat $f; done`,
      // As hadolint has it.
      `${from}\nARG VERSION\nRUN wget -q https://x.example/$VERSION`,
      `${from} AS base\nENV VERSION=1\nFROM base\nRUN wget -q https://x.example/$VERSION`,
    ],
  },
  "dockerfile-shell-undefined": {
    fails: [
      [`${from}\nRUN version=1; echo "$verison"`, 2],
      [`${from}\nARG APP_VERSION=1\nRUN wget -q "https://x.example/$APP_VERSOIN"`, 3],
      [`${from}\nRUN cp "$source_folder/a" b`, 2],
    ],
    passes: [
      `${from}\nRUN version=1; echo "$version" "$HOME" "$1" "\${other:-x}"`,
      `${from}\nARG app\nRUN for f in a b; do read -r line < "$f"; echo "$line$app"; done`,
      `${from}\nRUN . /etc/os-release && echo "$version_codename"`,
      `${from}\nRUN awk '{print $nothing}' x && echo "$http_proxy"`,
    ],
  },
  "dockerfile-shell-unquoted-command": {
    fails: [[`${from}\nRUN rm $(cat list)`, 2]],
    passes: [
      `${from}\nRUN echo "$(cat list)"`,
      `${from}\nRUN A=$(cat list); make -j$(nproc)`,
      `${from}\nRUN echo $((1 + 2))`,
    ],
  },
  "dockerfile-shell-backticks": {
    fails: [[`${from}\nRUN echo "\`date\`"`, 2]],
    passes: [`${from}\nRUN echo "$(date)"`, `${from}\nRUN echo '\`date\`'`],
  },
  "dockerfile-shell-single-quotes": {
    fails: [[`${from}\nRUN echo '$HOME/bin' > x`, 2]],
    passes: [`${from}\nRUN awk '{print $1}' x`, `${from}\nRUN echo "$HOME" 'cost $5'`],
  },
  "dockerfile-shell-glob-dash": {
    fails: [[`${from}\nRUN rm *.tmp`, 2]],
    passes: [
      `${from}\nRUN rm ./*.tmp`,
      `${from}\nRUN rm -- *.tmp`,
      `${from}\nRUN find . -name '*.tmp'`,
      `${from}\nRUN rm "*"`,
    ],
  },
  "dockerfile-shell-pipe-unread": {
    fails: [[`${from}\nRUN find . -name x | rm -f`, 2]],
    passes: [
      `${from}\nRUN find . -print0 | xargs -0 rm -f`,
      `${from}\nRUN cat x | tee y`,
      `${from}\nRUN cat x | cp /dev/stdin y`,
    ],
  },
  "dockerfile-shell-find-xargs": {
    fails: [[`${from}\nRUN find . -name '*.a' | xargs rm`, 2]],
    passes: [
      `${from}\nRUN find . -name '*.a' -print0 | xargs -0 rm`,
      `${from}\nRUN find . -name '*.a' -exec rm {} +`,
    ],
  },
  "dockerfile-shell-find-loop": {
    fails: [[`${from}\nRUN for f in $(find . -name x); do rm "$f"; done`, 2]],
    passes: [`${from}\nRUN for f in ./*.x; do rm "$f"; done`],
  },
  "dockerfile-shell-redirect-order": {
    fails: [[`${from}\nRUN make 2>&1 >/dev/null`, 2]],
    passes: [`${from}\nRUN make >/dev/null 2>&1`, `${from}\nRUN make 2>&1 | tee log`],
  },
  "dockerfile-shell-mkdir-mode": {
    fails: [[`${from}\nRUN mkdir -p -m 0700 /a/b/c`, 2]],
    passes: [`${from}\nRUN mkdir -m 0700 /a`, `${from}\nRUN mkdir -p /a/b && mkdir -pm 700 /x`],
  },
  "dockerfile-shell-assignment-space": {
    fails: [[`${from}\nRUN NAME= value`, 2]],
    passes: [`${from}\nRUN NAME=value`, `${from}\nRUN A= ; while IFS= read -r x; do id; done`],
  },
  "dockerfile-shell-and-or": {
    fails: [[`${from}\nRUN test -e /a && rm /a || touch /b`, 2]],
    passes: [
      `${from}\nRUN if test -e /a; then rm /a; else touch /b; fi`,
      `${from}\nRUN make && make install || exit 1`,
      `${from}\nRUN rm /a || touch /b`,
    ],
  },
  "dockerfile-shell-remove-system": {
    fails: [
      [`${from}\nRUN rm -rf /usr`, 2],
      [`${from}\nRUN rm -rf /var/*`, 2],
      [`${from}\nRUN rm -rf "$PREFIX/bin"`, 2],
    ],
    passes: [
      `${from}\nRUN rm -rf /usr/share/doc /tmp/*`,
      `${from}\nRUN rm -rf "\${PREFIX:?}/bin" "$DIR"`,
    ],
  },
  "dockerfile-shell-grep-count": {
    fails: [[`${from}\nRUN grep x y | wc -l`, 2]],
    passes: [`${from}\nRUN grep -c x y`, `${from}\nRUN grep -o x y | wc -l`],
  },
  "dockerfile-shell-unused": {
    fails: [[`${from}\nRUN VERSION=1 && make`, 2]],
    passes: [
      `${from}\nRUN VERSION=1 && make V="$VERSION"`,
      `${from}\nRUN VERSION=1 make`,
      `${from}\nRUN VERSION=1; export VERSION; make`,
    ],
  },
  "dockerfile-shell-unclosed": {
    fails: [[`${from}\nRUN true && echo 'it is' 'x`, 2]],
    passes: [`${from}\nRUN echo 'it'\\''s' "a \\" b"`, `${from}\nRUN echo "$(echo "x")"`],
  },
  "dockerfile-shell-echo-flags": {
    fails: [[`${from}\nRUN echo -e "a\\tb" > x`, 2]],
    passes: [
      `${bash}\nRUN echo -e "a" > x`,
      "FROM alpine:3.20\nRUN echo -e a > x",
      "FROM fedora:41\nRUN echo -e a > x",
      `${from}\nRUN echo "-e"`,
      `${from}\nRUN bash -c 'echo -e a'`,
    ],
  },
  "dockerfile-shell-set-option": {
    fails: [[`${from}\nRUN set -o pipefail; id`, 2]],
    passes: [`${bash}\nRUN set -o pipefail; id`, "FROM alpine:3.20\nRUN set -eo pipefail; id"],
  },
  "dockerfile-shell-source": {
    fails: [[`${from}\nRUN source /venv/bin/activate`, 2]],
    passes: [`${from}\nRUN . /venv/bin/activate`, `${bash}\nRUN source x`],
  },
  "dockerfile-shell-double-brackets": {
    fails: [[`${from}\nRUN if [[ -e /a && -e /b ]]; then id; fi`, 2]],
    passes: [
      `${from}\nRUN if [ -e /a ]; then id; fi`,
      `${from}\n# hadolint shell=/bin/bash\nRUN [[ -e /a ]]`,
      `${from}\nRUN <<EOF\n#!/bin/bash\n[[ -e /a ]]\nEOF`,
    ],
  },
  "dockerfile-shell-both-redirected": {
    fails: [[`${from}\nRUN make &> log`, 2]],
    passes: [`${from}\nRUN make > log 2>&1`, `${bash}\nRUN make &> log`],
  },
  "dockerfile-shell-braces": {
    fails: [
      [`${from}\nRUN mkdir -p /srv/{a,b}`, 2],
      ["FROM alpine:3.20\nRUN touch file{1..3}", 2],
    ],
    passes: [
      `${bash}\nRUN mkdir -p /srv/{a,b}`,
      `${from}\nRUN find . -exec rm {} + && echo '{a,b}' "\${A:-x,y}"`,
    ],
  },
  "dockerfile-shell-here-string": {
    fails: [[`${from}\nRUN cat <<< "x"`, 2]],
    passes: [`${bash}\nRUN cat <<< "x"`],
  },
  "dockerfile-shell-process-substitution": {
    fails: [[`${from}\nRUN diff <(ls a) b`, 2]],
    passes: [`${bash}\nRUN diff <(ls a) b`, `${from}\nRUN (ls a) > b`],
  },
  "dockerfile-shell-equals": {
    fails: [[`${from}\nRUN if [ "$A" == x ]; then id; fi`, 2]],
    passes: [`${from}\nRUN if [ "$A" = x ]; then id; fi`],
  },
  "dockerfile-shell-array": {
    fails: [[`${from}\nRUN echo "\${A[0]}"`, 2]],
    passes: [`${bash}\nRUN echo "\${A[0]}"`, `${from}\nRUN echo "\${A:-[x]}"`],
  },
  "dockerfile-shell-substring": {
    fails: [
      [`${from}\nRUN echo "\${A:0:3}"`, 2],
      [`${from}\nRUN echo "\${A//x/y}"`, 2],
    ],
    passes: [`${from}\nRUN echo "\${A%/*}" "\${A:-0}" "\${A#x}"`],
  },
  "dockerfile-shell-variable": {
    fails: [[`${from}\nRUN echo "$RANDOM"`, 2]],
    passes: [`${bash}\nRUN echo "$RANDOM"`, `${from}\nRUN echo "\${RANDOM:-1}"`],
  },
  "dockerfile-shell-function-keyword": {
    fails: [[`${from}\nRUN pushd /srv`, 2]],
    passes: [`${bash}\nRUN pushd /srv`],
  },
};
