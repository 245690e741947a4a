import { around, type Classifier } from "./classifier.ts";

/** `java.vendor` of a runtime's `release` file, the name of its product, and its CPEs. */
const vendors: readonly [id: string, name: string, implementor: string, cpes: readonly string[]][] =
  [
    ["temurin", "temurin", "Eclipse Adoptium", ["eclipse:temurin", "oracle:openjdk"]],
    [
      "adoptopenjdk",
      "adoptopenjdk",
      "AdoptOpenJDK",
      ["adoptopenjdk:adoptopenjdk", "oracle:openjdk"],
    ],
    ["corretto", "corretto", "Amazon.com Inc.", ["amazon:corretto", "oracle:openjdk"]],
    ["zulu", "zulu", "Azul Systems, Inc.", ["azul:zulu", "oracle:openjdk"]],
    ["liberica", "liberica", "BellSoft", ["bell-sw:liberica", "oracle:openjdk"]],
    ["sapmachine", "sapmachine", "SAP SE", ["sap:sapmachine", "oracle:openjdk"]],
    [
      "microsoft-openjdk",
      "microsoft-openjdk",
      "Microsoft",
      ["microsoft:openjdk", "oracle:openjdk"],
    ],
    ["semeru", "semeru", "IBM Corporation", ["ibm:semeru_runtime", "oracle:openjdk"]],
    ["dragonwell", "dragonwell", "Alibaba", ["alibaba:dragonwell", "oracle:openjdk"]],
    ["jetbrains-runtime", "jetbrains-runtime", "JetBrains s.r.o.", ["oracle:openjdk"]],
    ["graalvm", "graalvm", "GraalVM Community", ["oracle:graalvm", "oracle:openjdk"]],
    ["redhat-openjdk", "openjdk", "Red Hat, Inc.", ["redhat:openjdk", "oracle:openjdk"]],
    ["oracle-jdk", "oracle-jdk", "Oracle Corporation", ["oracle:jdk", "oracle:openjdk"]],
    ["openjdk", "openjdk", "", ["oracle:openjdk"]],
  ];

const version = /^JAVA_VERSION="(\d{1,3}(?:\.\d{1,3}){0,3}(?:_\d{1,4})?)"/m;

/** Java runtimes by their `release` file; one whose vendor is not listed is an OpenJDK. */
export const javaRuntimes: readonly Classifier[] = vendors.map(([id, name, implementor, cpes]) => ({
  id,
  name,
  files: ["release"],
  kind: "text",
  ...(implementor === "" ? {} : { requires: `IMPLEMENTOR="${implementor}"` }),
  versions: [around("", version)],
  cpes,
  packagedAs: /(?:^java-|openjdk|^temurin|corretto|zulu|jdk|jre)/,
}));
