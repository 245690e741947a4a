import type { AdvisoryData, Finding, Incomplete, Inventory, Subject, Trust } from "@plimsoll/core";
import type { AttachedVex } from "./vex/attached.ts";

/** What a subject tells of its content and origin, before anybody judges how it is set up. */
export interface InspectedSubject {
  subject: Subject;
  inventory: Inventory;
  advisories?: AdvisoryData;
  findings: Finding[];
  incomplete: Incomplete[];
  trust: Trust;
  /** VEX documents that were found attached; absent when nobody looked for them. */
  vex?: AttachedVex;
}
