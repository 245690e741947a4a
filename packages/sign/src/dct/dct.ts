import { inspect } from "./inspect.ts";
import { migrate } from "./migrate.ts";
import { verifyTag } from "./verify-tag.ts";
import { initialise } from "./write/initialise.ts";
import { revoke } from "./write/revoke.ts";
import { rotate } from "./write/rotate.ts";
import { signTag } from "./write/sign-tag.ts";
import { addSigner, removeSigner } from "./write/signers.ts";

/** Docker Content Trust (Notary v1): what can be done with the trust data of a repository. */
export const dct = {
  inspect,
  verifyTag,
  migrate,
  initialise,
  sign: signTag,
  revoke,
  addSigner,
  removeSigner,
  rotate,
} as const;
