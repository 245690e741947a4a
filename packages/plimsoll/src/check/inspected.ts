import type { AdvisoryData, Finding, Incomplete, Inventory, Subject, Trust } from "@plimsoll/core";

/** What a subject tells of its content and origin, before anybody judges how it is set up. */
export interface InspectedSubject {
  subject: Subject;
  inventory: Inventory;
  advisories?: AdvisoryData;
  findings: Finding[];
  incomplete: Incomplete[];
  trust: Trust;
}
