/**
 * Takes the place of the `undici` package in the bundle (see `tsup.config.ts`), where it would be
 * half of the file. GitHub's toolkit loads it to reach proxies; Node has it built in, and
 * `useProxies` makes Node's own `fetch` reach them.
 */
export const fetch = globalThis.fetch;

/** The toolkit makes one when a proxy is configured, and hands it to a `fetch` that is never called. */
export class ProxyAgent {}
