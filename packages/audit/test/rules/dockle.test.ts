import { describe, expect, it } from "vitest";
import { auditImage } from "../../src/index.ts";
import { imageConfig, withHistory } from "./image-examples.ts";

const failed = (config: Parameters<typeof auditImage>[0]) =>
  auditImage(config)
    .findings.filter(({ status }) => status === "fail")
    .map(({ rule }) => rule);

// Issues of goodwithtech/dockle that its users silence by hand.
describe("what Dockle takes for secrets by mistake", () => {
  it("are versions of packages whose names sound like secrets (#202)", () => {
    const config = withHistory(
      "RUN /bin/sh -c apt-get update && apt-get install -y libssl3=3.0.11-1~deb12u2 python3-secretstorage=3.3.3-1 libpam-passwdqc=2.0.2-1 gnome-keyring=42.1-1 && rm -rf /var/lib/apt/lists/* # buildkit",
      "RUN /bin/sh -c apk add --no-cache openssl=3.1.4-r5 py3-jwt-token=2.8.0-r0 # buildkit",
    );
    expect(failed(config)).toEqual([]);
  });

  it("are keys and checksums that are no secrets, and settings of passwords without one (#130, #250, #284)", () => {
    const env = [
      "GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568",
      "PHP_SHA256=b0a996276fe21fe9ca8f993314c8bc02750f464c7b0343f056fb0894a8dfa9d1",
      "GPG_KEYS=39B641343D8C104B2B146DC3F9C39DC0B9698544",
      "KEYCLOAK_VERSION=24.0.1",
      "KEYCLOAK_ADMIN_PASSWORD_FILE=/run/secrets/admin",
      "POSTGRES_PASSWORD=",
      "SESSION_TOKEN_TTL=3600",
      "PASSWORD_MIN_LENGTH=12",
    ];
    expect(failed(imageConfig({ env }))).toEqual([]);
  });

  it("while a password is one", () => {
    expect(failed(imageConfig({ env: ["DB_PASSWORD=hunter2-and-more"] }))).toEqual([
      "image-secret-env",
    ]);
  });
});
