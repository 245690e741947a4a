import type { RecordedChanges } from "./recording.ts";

/** Paths that are written down of one container. */
const maxPaths = 100;

/** What programs are started from and configured by; below it nothing should change (FHS 3.0). */
const matters = /^\/(?:bin|sbin|usr|lib|lib32|lib64|libx32|boot|etc|opt|root|app|srv)(?:\/|$)/;
/** What engines write themselves, and what programs keep. */
const expected =
  /^\/etc\/(?:hosts|hostname|resolv\.conf|mtab|ld\.so\.cache|\.pwd\.lock)$|\/(?:\.cache|__pycache__|\.bash_history|\.ash_history|\.viminfo|\.lesshst)(?:\/|$)|\.(?:pyc|log|pid|lock)$/;

/**
 * Of what a container changed, what matters: files below folders of programs and configuration,
 * not the folders that the engine lists because something in them changed.
 */
export function summariseChanges(
  changes: readonly { readonly path: string; readonly kind: string }[],
): RecordedChanges {
  const parents = new Set<string>();
  for (const { path } of changes) parents.add(path.slice(0, path.lastIndexOf("/")));
  const telling = changes.filter(
    ({ path, kind }) =>
      matters.test(path) && !expected.test(path) && !(kind === "modified" && parents.has(path)),
  );
  // Below what was added or deleted whole, nothing more needs to be said.
  const whole = new Set(telling.filter(({ kind }) => kind !== "modified").map(({ path }) => path));
  const outermost = telling.filter(({ path }) => !whole.has(path.slice(0, path.lastIndexOf("/"))));
  return {
    count: changes.length,
    paths: outermost.slice(0, maxPaths).map(({ path, kind }) => ({ path, kind })),
  };
}
