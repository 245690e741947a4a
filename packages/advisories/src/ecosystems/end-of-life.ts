// Last day of security updates that everybody gets.
// Debian: wiki.debian.org/LTS (end of LTS). Ubuntu: ubuntu.com/about/release-cycle (end of
// standard support). Alpine: alpinelinux.org/releases.
const lastDays = new Map([
  ["debian-6", "2016-02-29"],
  ["debian-7", "2018-05-31"],
  ["debian-8", "2020-06-30"],
  ["debian-9", "2022-06-30"],
  ["debian-10", "2024-06-30"],
  ["debian-11", "2026-08-31"],
  ["debian-12", "2028-06-30"],
  ["ubuntu-14.04", "2019-04-30"],
  ["ubuntu-16.04", "2021-04-30"],
  ["ubuntu-18.04", "2023-05-31"],
  ["ubuntu-20.04", "2025-05-31"],
  ["alpine-v3.5", "2018-11-01"],
  ["alpine-v3.6", "2019-05-01"],
  ["alpine-v3.7", "2019-11-01"],
  ["alpine-v3.8", "2020-05-01"],
  ["alpine-v3.9", "2020-11-01"],
  ["alpine-v3.10", "2021-05-01"],
  ["alpine-v3.11", "2021-11-01"],
  ["alpine-v3.12", "2022-05-01"],
  ["alpine-v3.13", "2022-11-01"],
  ["alpine-v3.14", "2023-05-01"],
  ["alpine-v3.15", "2023-11-01"],
  ["alpine-v3.16", "2024-05-23"],
  ["alpine-v3.17", "2024-11-22"],
  ["alpine-v3.18", "2025-05-09"],
  ["alpine-v3.19", "2025-11-01"],
  ["alpine-v3.20", "2026-04-01"],
  ["alpine-v3.21", "2026-11-01"],
  ["alpine-v3.22", "2027-05-01"],
]);

/**
 * The last day (`YYYY-MM-DD`) on which a release got security updates, when that day lies before
 * `day`: advisories of later vulnerabilities do not exist.
 *
 * @param key the release's shard, e.g. `debian-10`
 */
export function endOfLifeBefore(key: string, day: string): string | undefined {
  const last = lastDays.get(key);
  return last !== undefined && last < day.slice(0, 10) ? last : undefined;
}
