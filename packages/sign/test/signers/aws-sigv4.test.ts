import { describe, expect, it } from "vitest";
import { signAwsRequest } from "../../src/signers/kms/aws-sigv4.ts";

// The example credentials and signatures are those that AWS publishes: its Signature Version 4 test suite
// (get-vanilla, post-vanilla) and "Create a signed AWS API request" (IAM's ListUsers).
const credentials = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
};
const now = Date.parse("2015-08-30T12:36:00Z");

function signatureOf(
  method: string,
  url: string,
  headers: Record<string, string>,
  service: string,
) {
  const request = {
    method,
    url: new URL(url),
    headers,
    body: "",
    region: "us-east-1",
    service,
    now,
  };
  return /Signature=([0-9a-f]+)$/.exec(signAwsRequest(request, credentials).authorization!)?.[1];
}

describe("a request to AWS", () => {
  it.each([
    ["GET", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"],
    ["POST", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"],
  ])("is signed as AWS's own example of a plain %s", (method, signature) => {
    expect(signatureOf(method, "https://example.amazonaws.com/", {}, "service")).toBe(signature);
  });

  it("is signed as AWS's own example with a query and a header", () => {
    const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
    const url = "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08";
    expect(signatureOf("GET", url, headers, "iam")).toBe(
      "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
    );
  });

  it("carries the token of temporary credentials, signed along", () => {
    const headers = signAwsRequest(
      {
        ...{ method: "POST", url: new URL("https://kms.eu-west-1.amazonaws.com/"), headers: {} },
        ...{ body: "{}", region: "eu-west-1", service: "kms", now },
      },
      { ...credentials, sessionToken: "temporary" },
    );
    expect(headers["x-amz-security-token"]).toBe("temporary");
    expect(headers.authorization).toContain("SignedHeaders=host;x-amz-date;x-amz-security-token,");
  });
});
