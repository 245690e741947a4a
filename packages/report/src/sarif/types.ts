/** The parts of SARIF 2.1.0 (OASIS Standard, sections 3.13 to 3.49) that are written. */
export interface SarifLog {
  $schema: string;
  version: "2.1.0";
  runs: SarifRun[];
}

export interface SarifRun {
  tool: {
    driver: {
      name: string;
      version: string;
      informationUri: string;
      rules: ReportingDescriptor[];
    };
  };
  automationDetails: { id: string };
  columnKind: "utf16CodeUnits";
  invocations: {
    executionSuccessful: boolean;
    startTimeUtc?: string;
    toolExecutionNotifications: SarifNotification[];
  }[];
  results: SarifResult[];
}

export interface SarifNotification {
  level: "note" | "warning" | "error";
  message: { text: string };
}

export interface ReportingDescriptor {
  id: string;
  shortDescription: { text: string };
  fullDescription: { text: string };
  help: { text: string; markdown: string };
  helpUri?: string;
  defaultConfiguration: { level: "error" | "warning" | "note" };
  properties: { tags: string[]; "security-severity": string };
}

export interface SarifResult {
  ruleId: string;
  ruleIndex: number;
  level: "error" | "warning" | "note";
  message: { text: string };
  locations: SarifLocation[];
  partialFingerprints: Record<string, string>;
  suppressions: { kind: "external"; status: "accepted"; justification: string }[];
}

export interface SarifLocation {
  physicalLocation: {
    artifactLocation: { uri: string };
    region: { startLine: number; startColumn?: number };
  };
  logicalLocations?: { fullyQualifiedName: string; kind: string }[];
}
