import { orderNumberLists } from "./number-list.ts";

/** The order of Hackage: Haskell's Package Versioning Policy, pvp.haskell.org, section 2. */
export const pvpOrdering = orderNumberLists(/^\d+(?:\.\d+)*$/, /\./);
