import { isPlimsollError, PlimsollError, toPlimsollError } from "@plimsoll/core";
import { readTextFile } from "../files/read-text-file.ts";

const maxKeyBytes = 1024 * 1024;

/** The passphrase of a private key, where the environment has one. */
export function passphraseOf(env: NodeJS.ProcessEnv): string | undefined {
  return env.PLIMSOLL_KEY_PASSPHRASE ?? env.COSIGN_PASSWORD;
}

async function readKey(path: string): Promise<string> {
  try {
    return await readTextFile(path, maxKeyBytes);
  } catch (cause) {
    const { message } = toPlimsollError(cause, "KEY_INVALID", "The system says");
    throw new PlimsollError("KEY_INVALID", `The private key could not be read: ${message}`, {
      subject: path,
      action: "Name the file of the private key with --key.",
      cause,
    });
  }
}

/** Loads the key; its faults name the file, and the variable that a passphrase is read from. */
export async function openPrivateKey(path: string, env: NodeJS.ProcessEnv) {
  const { loadPrivateKey } = await import("@plimsoll/sign");
  const pem = await readKey(path);
  try {
    return await loadPrivateKey(pem, passphraseOf(env));
  } catch (error) {
    if (!isPlimsollError(error)) throw error;
    const action = error.action ?? "Put its passphrase into PLIMSOLL_KEY_PASSPHRASE.";
    throw new PlimsollError(error.code, error.message, { subject: path, action, cause: error });
  }
}
