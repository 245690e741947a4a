export type { Advisory, AdvisoryShard, Affected, Interval, Rating } from "./advisory.ts";
export { type BuildOptions, type BuildSummary, buildAdvisories } from "./build/build-advisories.ts";
export type { BuiltFeed } from "./build/built-feed.ts";
export { isThirdParty } from "./ecosystems/third-party.ts";
export {
  type ExplainedAdvisory,
  type ExplainedPackage,
  type Explanation,
  explainVulnerability,
} from "./explain/explain-vulnerability.ts";
export type { Epss, Exploitation, KnownExploited } from "./exploitation/exploitation.ts";
export type { ExploitationFeeds } from "./exploitation/gather.ts";
export type { Reach } from "./exploitation/risk.ts";
export { knownFeeds } from "./feeds/catalogue.ts";
export type { KnownFeed, Republishing } from "./feeds/known-feed.ts";
export type { FeedLimits } from "./feeds/limits.ts";
export { type FoundAdvisory, searchAdvisories } from "./inspect/search-advisories.ts";
export { type VerifiedAdvisories, verifyAdvisories } from "./inspect/verify-advisories.ts";
export type { LinkedFunctions } from "./match/judge.ts";
export { type MatchOptions, type MatchResult, matchPackages } from "./match/match-packages.ts";
export { resolveArchives } from "./maven/resolve-archives.ts";
export { type OpenOsvApiOptions, openOsvApi } from "./osv-api/open-osv-api.ts";
export { type PublishOciOptions, publishToRegistry } from "./publish/publish-oci.ts";
export { signAdvisories } from "./publish/sign-advisories.ts";
export { type WriteNpmPackagesOptions, writeNpmPackages } from "./publish/write-npm-packages.ts";
export { type PullOptions, type PullSummary, pullAdvisories } from "./pull/pull-advisories.ts";
export type { ShardEntry, ShardIndex, SourceEntry } from "./shards/index-format.ts";
export { type OpenAdvisoriesOptions, openAdvisories } from "./store/open-advisories.ts";
export type { AdvisoryStore } from "./store/store.ts";
export { compareVersions, type VersionScheme, versionSchemes } from "./versions/compare.ts";
export { applyVex } from "./vex/apply/apply-vex.ts";
export type { VexContext } from "./vex/apply/decide.ts";
export { noteVexFaults } from "./vex/note.ts";
export { readVex, readVexDocument } from "./vex/read-vex.ts";
export type {
  VexFault,
  VexIdentity,
  VexProduct,
  VexReading,
  VexStatement,
} from "./vex/statement.ts";
