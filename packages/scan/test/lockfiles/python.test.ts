import { describe, expect, it } from "vitest";
import { pinned, readLockfile } from "../support/lockfiles.ts";

describe("requirements files", () => {
  it("give requirements that name one version", () => {
    const text = [
      "a==1.0",
      "B_b [extra, other] == 2.0 ; python_version < '3.8'  # why",
      "c===3.0+local.1",
      "d==4.0,>=3.0",
      "e==5.0 \\",
      "    --hash=sha256:1f",
      "f==6.*",
      "g>=7.0",
      "h",
      "-e ./i",
      "# j==1.0",
      "k @ https://example.org/k.whl",
      "l==1.0\r",
      "==1.0",
    ].join("\n");
    expect(pinned("requirements-prod.txt", text)).toEqual([
      "pypi/a@1.0",
      "pypi/b-b@2.0",
      "pypi/c@3.0+local.1",
      "pypi/d@4.0",
      "pypi/e@5.0",
      "pypi/l@1.0",
    ]);
  });

  it("may be named after what they are for, and written on Windows", () => {
    for (const path of ["a/requirements.txt", "dev-requirements.txt", "requirements/base.txt"]) {
      expect(pinned(path, "a==1.0"), path).toEqual(["pypi/a@1.0"]);
    }
    const utf16 = Buffer.from("\ufeffa==1.0\r\nb==2.0\r\n", "utf16le");
    expect(readLockfile("requirements.txt", utf16)?.purls).toHaveLength(2);
    expect(readLockfile("docs/base.txt", "a==1.0")).toBeUndefined();
  });
});

describe("lockfiles of Python", () => {
  it("of Poetry and PDM leave out groups for development and what lies beside the project", () => {
    const text = `
[[package]]
name = "Old.Dev"
version = "1.0"
category = "dev"
[[package]]
name = "dev"
version = "1.0"
groups = ["dev", "test"]
[[package]]
name = "Both"
version = "1.0"
groups = ["dev", "main"]
[[package]]
name = "web"
version = "1.0"
groups = ["web"]
[[package]]
name = "local"
version = "1.0"
[package.source]
type = "directory"
url = "../local"
[[package]]
name = "git"
version = "1.0"
[package.source]
type = "git"
url = "https://example.org/git"
`;
    for (const path of ["poetry.lock", "pdm.lock"]) {
      expect(pinned(path, text)).toEqual(["pypi/both@1.0", "pypi/web@1.0", "pypi/git@1.0"]);
    }
  });

  it("of uv leave out the project, and what only its groups for development lead to", () => {
    const text = `version = 1
[[package]]
name = "app"
version = "0.1"
source = { editable = "." }
dependencies = [{ name = "a" }]
[package.optional-dependencies]
extra = [{ name = "extra" }]
[package.dev-dependencies]
dev = [{ name = "dev" }]
[[package]]
name = "a"
version = "1.0"
source = { registry = "https://pypi.org/simple" }
dependencies = [{ name = "b" }]
[[package]]
name = "b"
version = "1.0"
source = { git = "https://example.org/b" }
[[package]]
name = "dev"
version = "1.0"
source = { registry = "https://pypi.org/simple" }
dependencies = [{ name = "b" }, { name = "only-dev" }]
[[package]]
name = "only-dev"
version = "1.0"
source = { registry = "https://pypi.org/simple" }
[[package]]
name = "extra"
version = "1.0"
source = { registry = "https://pypi.org/simple" }
`;
    expect(pinned("uv.lock", text)).toEqual(["pypi/a@1.0", "pypi/b@1.0", "pypi/extra@1.0"]);
  });

  it("of Pipenv and PEP 751 give what has a version", () => {
    const pipfile = {
      _meta: {},
      default: { a: { version: "==1.0" }, git: { git: "https://example.org", ref: "1f" } },
      develop: { dev: { version: "==1.0" } },
    };
    expect(pinned("Pipfile.lock", JSON.stringify(pipfile))).toEqual(["pypi/a@1.0"]);
    const pylock = `lock-version = "1.0"
packages = [{ name = "a", version = "1.0" }, { name = "here", directory = { path = "." } }, { name = "built" }]
`;
    expect(pinned("pylock.prod.toml", pylock)).toEqual(["pypi/a@1.0"]);
  });
});
