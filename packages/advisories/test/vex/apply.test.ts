import { describe, expect, it } from "vitest";
import { installed, inventory } from "../support.ts";
import {
  cleared,
  digest,
  judged,
  lodash,
  openVex,
  statementsOf,
  subject,
  vulnerable,
} from "./support.ts";

const encoded = encodeURIComponent(digest);
const statusFor = (product: object, rest: object = {}) =>
  judged(statementsOf(openVex([cleared(product, rest)]))).status;

describe("a VEX statement about an image", () => {
  it.each([
    ["its digest", { "@id": `pkg:oci/shop@${encoded}` }],
    [
      "its digest, wherever it is mirrored",
      { "@id": `pkg:oci/copy@${encoded}?repository_url=mirror.example/copy` },
    ],
    ["its image ID", { "@id": `pkg:oci/shop@sha256:${"1c".repeat(32)}` }],
    ["a hash", { "@id": "https://acme.example/shop", hashes: { "sha-256": "5a".repeat(32) } }],
    ["its name", { "@id": "pkg:oci/shop" }],
    ["its repository", { "@id": "pkg:oci/shop?repository_url=ghcr.io/acme/shop" }],
    ["the folder of its repository", { "@id": "pkg:oci/shop?repository_url=ghcr.io/acme" }],
    ["its tag", { "@id": "pkg:oci/shop?repository_url=ghcr.io/acme/shop&tag=1.4" }],
    ["a docker purl", { "@id": "pkg:docker/acme/shop@1.4?repository_url=ghcr.io" }],
  ])("speaks of all that is in it: by %s", (_, product) => {
    expect(statusFor(product)).toBe("suppressed");
  });

  it.each([
    ["digest", { "@id": `pkg:oci/shop@sha256:${"00".repeat(32)}` }],
    ["hash, whatever the name", { "@id": "pkg:oci/shop", hashes: { "sha-256": "00".repeat(32) } }],
    ["name", { "@id": "pkg:oci/workshop" }],
    ["repository", { "@id": "pkg:oci/shop?repository_url=docker.io/acme/shop" }],
    ["tag", { "@id": "pkg:oci/shop?tag=1.3" }],
  ])("says nothing about one of another %s", (_, product) => {
    expect(statusFor(product)).toBe("fail");
  });

  it("with subcomponents speaks of these packages only", () => {
    const about = (purl: string) => ({ "@id": "pkg:oci/shop", subcomponents: [{ "@id": purl }] });
    expect(statusFor(about("pkg:npm/lodash"))).toBe("suppressed");
    expect(statusFor(about("pkg:npm/lodash@4.17.4"))).toBe("suppressed");
    expect(statusFor(about("pkg:npm/lodash@4.17.5"))).toBe("fail");
    expect(statusFor(about("pkg:npm/minimist"))).toBe("fail");
  });

  it("knows Docker Hub by all its names", () => {
    const about = { ...subject, reference: "debian:12" };
    const statements = statementsOf(
      openVex([cleared({ "@id": "pkg:oci/debian?repository_url=index.docker.io/library/debian" })]),
    );
    expect(judged(statements, { about }).status).toBe("suppressed");
  });

  it("counts for the index that lists the image, where that is known", () => {
    const index = `sha256:${"77".repeat(32)}`;
    const statements = statementsOf(openVex([cleared({ "@id": `pkg:oci/shop@${index}` })]));
    expect(judged(statements).status).toBe("fail");
    expect(judged(statements, { digests: [index] }).status).toBe("suppressed");
  });

  it("says nothing about a bill of materials whose own digest it happens to name", () => {
    const about = {
      ...subject,
      kind: "sbom" as const,
      source: "sbom" as const,
      imageId: undefined,
      describes: { name: "x" },
    };
    const statements = statementsOf(openVex([cleared({ "@id": `pkg:oci/shop@${encoded}` })]));
    expect(judged(statements, { about: { ...about, imageId: "" } }).status).toBe("fail");
  });
});

describe("a VEX statement about a package", () => {
  const of = (purl: string, pkg = lodash) =>
    judged(statementsOf(openVex([cleared({ "@id": purl })])), {
      finding: vulnerable(pkg),
      holds: inventory([pkg], { id: "ubuntu", versionId: "22.04", codename: "jammy" }),
    }).status;

  it("speaks of every version where it names none", () => {
    expect(of("pkg:npm/lodash")).toBe("suppressed");
    expect(of("pkg:npm/lodash@4.17.4")).toBe("suppressed");
    expect(of("pkg:npm/lodash@4.17.3")).toBe("fail");
    expect(of("pkg:npm/%40acme/lodash")).toBe("fail");
    expect(of("pkg:pypi/lodash")).toBe("fail");
  });

  it("may give the digest of its file besides", () => {
    const product = { "@id": "pkg:npm/lodash", hashes: { "sha-256": "00".repeat(32) } };
    expect(judged(statementsOf(openVex([cleared(product)]))).status).toBe("suppressed");
  });

  it("writes names and versions as its ecosystem allows", () => {
    expect(of("pkg:pypi/Foo_Bar@1", installed("pypi", "foo-bar", "1"))).toBe("suppressed");
    expect(of("pkg:golang/stdlib@v1.22.7", installed("golang", "stdlib", "1.22.7"))).toBe(
      "suppressed",
    );
    expect(of("pkg:npm/@acme/cart", installed("npm", "@acme/cart", "2.0.1"))).toBe("suppressed");
    expect(of("pkg:maven/org.acme/Cart@1", installed("maven", "org.acme/cart", "1"))).toBe("fail");
    const curl = installed("rpm", "curl", "7", {
      purl: "pkg:rpm/rhel/curl@7?arch=x86_64&distro=rhel-9.4",
    });
    expect(of("pkg:rpm/redhat/curl@7?arch=x86_64", curl)).toBe("suppressed");
  });

  it("must agree in every qualifier that it gives; a release has several names", () => {
    const curl = installed("deb", "curl", "7", {
      purl: "pkg:deb/ubuntu/curl@7?arch=amd64&distro=ubuntu-22.04",
    });
    expect(of("pkg:deb/ubuntu/curl@7?arch=amd64&distro=jammy", curl)).toBe("suppressed");
    expect(of("pkg:deb/ubuntu/curl@7?distro=ubuntu-22.04", curl)).toBe("suppressed");
    expect(of("pkg:deb/ubuntu/curl@7?distro=noble", curl)).toBe("fail");
    expect(of("pkg:deb/ubuntu/curl@7?arch=arm64&distro=jammy", curl)).toBe("fail");
  });

  it("about a source package speaks of what was built from it", () => {
    const libcurl = installed("deb", "libcurl4", "7.81", {
      purl: "pkg:deb/ubuntu/libcurl4@7.81?arch=amd64&distro=ubuntu-22.04",
      source: { name: "curl", version: "7.81" },
    });
    expect(of("pkg:deb/ubuntu/curl@7.81?arch=source&distro=jammy", libcurl)).toBe("suppressed");
    expect(of("pkg:deb/ubuntu/curl@7.80?arch=source", libcurl)).toBe("fail");
    expect(of("pkg:deb/ubuntu/curl@7.81", libcurl)).toBe("fail");
  });
});

describe("a VEX statement about a part of a program", () => {
  const at = (...paths: string[]) => ({ locations: paths.map((path) => ({ path })) });
  const trivy = installed("golang", "github.com/acme/tool", "v1", at("usr/bin/tool"));
  const product = {
    "@id": "pkg:golang/github.com/acme/tool",
    subcomponents: [{ "@id": "pkg:golang/stdlib" }],
  };
  const statusOf = (...paths: string[]) => {
    const stdlib = installed("golang", "stdlib", "1.22.7", at(...paths));
    return judged(statementsOf(openVex([cleared(product)])), {
      finding: vulnerable(stdlib),
      holds: inventory([trivy, stdlib]),
    }).status;
  };

  it("speaks of it where it lies in that program, and nowhere else", () => {
    expect(statusOf("usr/bin/tool")).toBe("suppressed");
    expect(statusOf("usr/bin/other")).toBe("fail");
    expect(statusOf("usr/bin/tool", "usr/bin/other")).toBe("fail");
    expect(statusOf()).toBe("fail");
  });

  it("does not take packages of one database for parts of each other", () => {
    const [curl, ssl] = ["curl", "openssl"].map((name) =>
      installed("deb", name, "1", at("var/lib/dpkg/status")),
    );
    const statements = statementsOf(
      openVex([cleared({ "@id": curl!.purl, subcomponents: [{ "@id": ssl!.purl }] })]),
    );
    const holds = inventory([curl!, ssl!]);
    expect(judged(statements, { finding: vulnerable(ssl!), holds }).status).toBe("fail");
  });
});

describe("which VEX statement counts", () => {
  const affected = (rest: object = {}) => ({
    vulnerability: { name: "CVE-2026-0001" },
    products: [{ "@id": "pkg:npm/lodash" }],
    status: "affected",
    action_statement: "Do not merge what strangers send.",
    ...rest,
  });

  it("is the latest, whatever it says", () => {
    const late = { timestamp: "2026-05-01T00:00:00Z" };
    expect(
      judged(statementsOf(openVex([cleared({ "@id": "pkg:npm/lodash" }), affected(late)]))).status,
    ).toBe("fail");
    expect(
      judged(statementsOf(openVex([cleared({ "@id": "pkg:npm/lodash" }, late), affected()])))
        .status,
    ).toBe("suppressed");
  });

  it("is, at the same time, the one that names the package most exactly", () => {
    const exact = cleared({ "@id": "pkg:npm/lodash@4.17.4" });
    const wide = cleared({ "@id": "pkg:oci/shop" });
    expect(judged(statementsOf(openVex([affected(), exact]))).status).toBe("suppressed");
    expect(judged(statementsOf(openVex([affected(), wide]))).status).toBe("fail");
  });

  it("is, when nothing else decides, the more cautious one", () => {
    const same = cleared({ "@id": "pkg:npm/lodash" });
    expect(judged(statementsOf(openVex([same, affected()]))).status).toBe("fail");
  });

  it("is known by any name of the vulnerability, but not by an advisory that speaks of many", () => {
    const about = (vulnerability: object) =>
      statementsOf(openVex([cleared({ "@id": "pkg:npm/lodash" }, { vulnerability })]));
    const finding = vulnerable(lodash, "CVE-2026-0001", ["GHSA-aaaa-bbbb-cccc", "USN-1-1"]);
    const status = (vulnerability: object) => judged(about(vulnerability), { finding }).status;
    expect(status({ name: "ghsa-AAAA-bbbb-cccc" })).toBe("suppressed");
    expect(status({ name: "GO-2026-1", aliases: ["CVE-2026-0001"] })).toBe("suppressed");
    expect(status({ name: "CVE-2026-0002", aliases: ["USN-1-1"] })).toBe("fail");
  });
});

describe("what a VEX statement does to a finding", () => {
  it("suppresses it, and says why and on whose word", () => {
    const { status, suppression } = judged(
      statementsOf(
        openVex([
          cleared({ "@id": "pkg:npm/lodash" }, { impact_statement: "merge() is never called" }),
        ]),
      ),
    );
    expect(status).toBe("suppressed");
    expect(suppression).toEqual({
      reason:
        "Acme Security says not affected (vulnerable_code_not_present): merge() is never called (https://acme.example/vex/7, 2026-03-04)",
      vex: {
        status: "not_affected",
        justification: "vulnerable_code_not_present",
        statement: "merge() is never called",
        author: "Acme Security",
        document: "https://acme.example/vex/7",
        timestamp: "2026-03-04T05:06:07.000Z",
      },
    });
  });

  it.each(["affected", "under_investigation"])(
    "keeps it when it is %s, with what to do",
    (status) => {
      const finding = judged(
        statementsOf(
          openVex([cleared({ "@id": "pkg:npm/lodash" }, { status, action_statement: "Wait." })]),
        ),
      );
      expect(finding.status).toBe("fail");
      expect(finding.vulnerability?.vex).toMatchObject({
        status,
        statement: "Wait.",
        author: "Acme Security",
      });
    },
  );

  it("takes fixed at its word only for the version that it names", () => {
    const fixed = (product: object) =>
      judged(statementsOf(openVex([cleared(product, { status: "fixed" })])));
    expect(fixed({ "@id": "pkg:npm/lodash@4.17.4" }).status).toBe("suppressed");
    expect(fixed({ "@id": `pkg:oci/shop@${encoded}` }).status).toBe("suppressed");
    for (const wide of ["pkg:npm/lodash", "pkg:oci/shop?tag=1.4"]) {
      expect(fixed({ "@id": wide }).status).toBe("fail");
      expect(fixed({ "@id": wide }).vulnerability?.vex?.status).toBe("fixed");
    }
  });

  it("leaves a finding that was waived before, and other kinds, as they are", () => {
    const waived = {
      ...vulnerable(lodash),
      status: "suppressed" as const,
      suppression: { reason: "mine" },
    };
    const statements = statementsOf(openVex([cleared({ "@id": "pkg:oci/shop" })]));
    expect(judged(statements, { finding: waived })).toEqual(waived);
    const secret = { ...vulnerable(lodash), kind: "secret" as const };
    expect(judged(statements, { finding: secret })).toEqual(secret);
  });
});
