/**
 * Groups of well-known artifacts whose archives carry no `pom.properties`: they are built with
 * Gradle, Ant or Bazel, or distributions build them anew. From the groups' folders at Maven Central.
 */
const artifactsByGroup: Readonly<Record<string, string>> = {
  "ch.qos.logback": "logback-classic logback-core logback-access",
  "com.google.code.gson": "gson",
  "com.google.guava": "guava failureaccess",
  "com.google.protobuf": "protobuf-java protobuf-java-util protobuf-javalite protobuf-lite",
  "com.h2database": "h2",
  "com.mysql": "mysql-connector-j",
  "com.squareup.okhttp3": "okhttp okhttp-jvm logging-interceptor",
  "com.squareup.okio": "okio okio-jvm",
  "com.thoughtworks.xstream": "xstream",
  "com.zaxxer": "HikariCP",
  "commons-beanutils": "commons-beanutils",
  "commons-cli": "commons-cli",
  "commons-codec": "commons-codec",
  "commons-collections": "commons-collections",
  "commons-fileupload": "commons-fileupload",
  "commons-httpclient": "commons-httpclient",
  "commons-io": "commons-io",
  "commons-lang": "commons-lang",
  "commons-logging": "commons-logging",
  dom4j: "dom4j",
  "io.micrometer": "micrometer-core micrometer-commons micrometer-observation",
  "io.projectreactor": "reactor-core",
  "io.projectreactor.netty": "reactor-netty-core reactor-netty-http",
  junit: "junit",
  log4j: "log4j",
  mysql: "mysql-connector-java",
  "net.java.dev.jna": "jna jna-platform",
  "net.minidev": "json-smart accessors-smart",
  "org.apache.commons":
    "commons-collections4 commons-compress commons-configuration2 commons-csv commons-dbcp2 commons-exec commons-lang3 commons-math3 commons-pool2 commons-text",
  "org.apache.groovy": "groovy-all",
  "org.apache.kafka": "kafka-clients kafka-streams connect-api connect-runtime",
  "org.apache.logging.log4j": "log4j-core log4j-api log4j-slf4j-impl log4j-to-slf4j log4j-web",
  "org.apache.lucene": "lucene-core lucene-queryparser",
  "org.apache.struts": "struts2-core",
  "org.apache.tomcat": "tomcat-catalina tomcat-coyote tomcat-util tomcat-juli",
  "org.apache.tomcat.embed": "tomcat-embed-core tomcat-embed-el tomcat-embed-websocket",
  "org.apache.velocity": "velocity-engine-core",
  "org.bouncycastle":
    "bcprov-jdk14 bcprov-jdk15 bcprov-jdk15on bcprov-jdk15to18 bcprov-jdk18on bcpkix-jdk15on bcpkix-jdk15to18 bcpkix-jdk18on bcpg-jdk15on bcpg-jdk18on bcutil-jdk18on bc-fips",
  "org.codehaus.groovy": "groovy groovy-json groovy-xml",
  "org.eclipse.jetty": "jetty-server jetty-http jetty-io jetty-util jetty-servlet jetty-webapp",
  "org.elasticsearch": "elasticsearch elasticsearch-core elasticsearch-x-content",
  "org.hibernate": "hibernate-core",
  "org.hibernate.validator": "hibernate-validator",
  "org.jetbrains.kotlin": "kotlin-stdlib kotlin-stdlib-jdk7 kotlin-stdlib-jdk8 kotlin-reflect",
  "org.opensearch": "opensearch opensearch-core",
  "org.postgresql": "postgresql",
  "org.projectlombok": "lombok",
  "org.quartz-scheduler": "quartz",
  "org.slf4j": "slf4j-api jcl-over-slf4j jul-to-slf4j log4j-over-slf4j slf4j-log4j12 slf4j-simple",
  "org.springframework":
    "spring-aop spring-aspects spring-beans spring-context spring-context-indexer spring-context-support spring-core spring-expression spring-instrument spring-jcl spring-jdbc spring-jms spring-messaging spring-orm spring-oxm spring-r2dbc spring-test spring-tx spring-web spring-webflux spring-webmvc spring-websocket",
  "org.springframework.amqp": "spring-amqp spring-rabbit",
  "org.springframework.boot":
    "spring-boot spring-boot-actuator spring-boot-actuator-autoconfigure spring-boot-autoconfigure spring-boot-devtools spring-boot-jarmode-layertools spring-boot-jarmode-tools spring-boot-loader",
  "org.springframework.kafka": "spring-kafka",
  "org.springframework.security":
    "spring-security-acl spring-security-cas spring-security-config spring-security-core spring-security-crypto spring-security-ldap spring-security-messaging spring-security-oauth2-client spring-security-oauth2-core spring-security-oauth2-jose spring-security-oauth2-resource-server spring-security-rsa spring-security-saml2-service-provider spring-security-web",
  "org.springframework.session":
    "spring-session-core spring-session-data-redis spring-session-jdbc",
  "org.yaml": "snakeyaml",
  "redis.clients": "jedis",
  xalan: "xalan serializer",
  xerces: "xercesImpl",
};

/** `Bundle-SymbolicName`s that are not group and artifact: they stay when a file is renamed. */
const artifactsByBundle: Readonly<Record<string, string>> = {
  "com.google.gson": "gson",
  "com.google.guava": "guava",
  "com.google.protobuf": "protobuf-java",
  "com.h2database": "h2",
  "com.mysql.cj": "mysql-connector-j",
  "com.sun.jna": "jna",
  "com.zaxxer.HikariCP": "HikariCP",
  "org.apache.commons.beanutils": "commons-beanutils",
  "org.apache.commons.codec": "commons-codec",
  "org.apache.commons.collections": "commons-collections",
  "org.apache.commons.fileupload": "commons-fileupload",
  "org.apache.commons.io": "commons-io",
  "org.apache.commons.lang": "commons-lang",
  "org.apache.commons.logging": "commons-logging",
  "org.apache.log4j": "log4j",
  "org.apache.tomcat-embed-core": "tomcat-embed-core",
  "org.apache.tomcat-embed-el": "tomcat-embed-el",
  "org.apache.tomcat-embed-websocket": "tomcat-embed-websocket",
  "org.hibernate.orm.core": "hibernate-core",
  "org.hibernate.validator": "hibernate-validator",
  "org.postgresql.jdbc": "postgresql",
  "org.yaml.snakeyaml": "snakeyaml",
  "slf4j.api": "slf4j-api",
};

const groups: ReadonlyMap<string, string> = new Map(
  Object.entries(artifactsByGroup).flatMap(([group, artifacts]) =>
    artifacts.split(" ").map((artifact) => [artifact, group] as const),
  ),
);
const bundles: ReadonlyMap<string, string> = new Map(Object.entries(artifactsByBundle));

/** The group of a well-known artifact. */
export function knownGroup(artifact: string): string | undefined {
  return groups.get(artifact);
}

/** The artifact behind a well-known `Bundle-SymbolicName`. */
export function knownBundle(symbolicName: string): string | undefined {
  return bundles.get(symbolicName);
}
