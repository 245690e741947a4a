import {
  type ContainerPrivileges,
  createFinding,
  type Finding,
  type FindingInput,
  type PrivilegedFile,
  type Privileges,
  type Severity,
} from "@plimsoll/core";
import { isShell, isWellKnown } from "../describe/programs.ts";
import { parseCapabilityText } from "../files/capability-text.ts";
import { namesOf } from "../model/mask.ts";
import { capabilitiesManual } from "./container-finding.ts";

const setidManual = "https://man7.org/linux/man-pages/man7/inode.7.html";
const noNewPrivilegesManual = "https://docs.kernel.org/userspace-api/no_new_privs.html";

// CIS Docker Benchmark 1.6.0: 4.8 setuid and setgid files, 5.26 no new privileges
const peers = { cis: ["4.8", "5.26"], dockle: ["CIS-DI-0008"] };

/**
 * Files with the setuid or setgid bit: one finding for each while some container may gain
 * privileges, and a pass where there are none, or none that has an effect.
 */
export function judgeSetidFiles({ files, containers }: Privileges): Finding[] {
  const setid = files.filter(({ setuid, setgid }) => setuid || setgid);
  const common = {
    rule: "setuid-file",
    kind: "capability",
    severity: "low",
    references: [setidManual, noNewPrivilegesManual],
    peers,
  } satisfies Partial<FindingInput>;
  if (setid.length === 0) {
    return [
      createFinding({
        ...common,
        status: "pass",
        title: "No file of the image has the setuid or setgid bit",
        identity: [],
      }),
    ];
  }
  const isInert = containers.length > 0 && containers.every((one) => one.noNewPrivileges);
  if (isInert) {
    return [
      createFinding({
        ...common,
        status: "pass",
        title: `no-new-privileges makes the ${setid.length} setuid and setgid files of the image inert`,
        identity: [],
        evidence: {
          value: "no-new-privileges: true",
          source: containers.map(({ origin }) => origin).join(", "),
        },
      }),
    ];
  }
  return setid.map((file) =>
    createFinding({
      ...common,
      severity: severityOf(file),
      title: `/${file.path} runs ${raisedTo(file)}, whoever starts it`,
      description: file.lets,
      identity: [file.path],
      location: locationOf(file),
      evidence: { value: `mode ${file.mode}, owner ${file.uid}:${file.gid}`, source: file.path },
      fix: {
        description: `Remove the bit (\`RUN chmod ug-s /${file.path}\`) or the file, or start containers with \`security_opt: [no-new-privileges:true]\`.`,
      },
    }),
  );
}

/** Distributions ship and watch the well-known ones; a program that only this image makes root is another matter. */
function severityOf({ path, setuid, uid }: PrivilegedFile): Severity {
  if (!setuid || uid !== 0) return "low";
  if (isShell(path)) return "critical";
  return isWellKnown(path) ? "low" : "medium";
}

function raisedTo({ setuid, setgid, uid, gid }: PrivilegedFile): string {
  const user = setuid ? [uid === 0 ? "as root" : `as user ${uid}`] : [];
  const group = setgid ? [`with group ${gid}`] : [];
  return [...user, ...group].join(" and ");
}

/** Files with capabilities: one finding for each, as with setuid files. */
export function judgeFileCapabilities({ files }: Privileges): Finding[] {
  return files.flatMap((file) => {
    if (file.capabilities === undefined) return [];
    return createFinding({
      rule: "file-capability",
      kind: "capability",
      severity: "low",
      title: `/${file.path} gives ${file.capabilities} to whoever starts it`,
      description: file.lets,
      identity: [file.path],
      location: locationOf(file),
      evidence: { value: file.capabilities, source: `security.capability of ${file.path}` },
      fix: {
        description: `Remove them (\`RUN setcap -r /${file.path}\`) unless the program's users need them.`,
      },
      references: [capabilitiesManual],
      peers: { cis: ["5.4"] },
    });
  });
}

/**
 * Programs with effective file capabilities that a container's bounding set lacks: execve(2) fails
 * with EPERM, even for root (capabilities(7), "Safety checking for capability-dumb binaries").
 */
export function judgeUnusableFiles(
  { files }: Privileges,
  container: ContainerPrivileges,
): Finding[] {
  const bounding = new Set(container.bounding);
  return files.flatMap((file) => {
    if (file.capabilities === undefined) return [];
    const { permitted, effective } = parseCapabilityText(file.capabilities);
    const missing = effective ? namesOf(permitted).filter((name) => !bounding.has(name)) : [];
    if (missing.length === 0) return [];
    return createFinding({
      rule: "file-capability-cannot-run",
      kind: "capability",
      severity: "low",
      title: `/${file.path} cannot be executed: ${missing.join(", ")} lies outside the bounding set`,
      description:
        "The file asks for capabilities that the container may never hold, so the kernel refuses to execute it, also for root.",
      identity: [container.origin, file.path],
      location: locationOf(file),
      evidence: { value: file.capabilities, source: `${container.origin}, ${file.path}` },
      fix: {
        description: `Add ${missing.map((name) => name.slice(4)).join(", ")} to \`cap_add\` if the program is used, else remove its capabilities with \`RUN setcap -r /${file.path}\`.`,
      },
      references: [capabilitiesManual],
    });
  });
}

function locationOf({ path, layer }: PrivilegedFile): { path: string; layer?: string } {
  return { path, ...(layer ? { layer } : {}) };
}
