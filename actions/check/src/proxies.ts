import * as http from "node:http";
import * as core from "@actions/core";

const variables = ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"];

/** Sends the requests of this process through the proxies that the job's environment names. */
export function useProxies(env: NodeJS.ProcessEnv = process.env): void {
  if (!variables.some((name) => env[name])) return;
  try {
    // Node 24.14; a self-hosted runner may still bring an older one.
    http.setGlobalProxyFromEnv(env as Parameters<typeof http.setGlobalProxyFromEnv>[0]);
  } catch (error) {
    core.warning(`The job's proxy settings cannot be used: ${(error as Error).message}`);
  }
}
