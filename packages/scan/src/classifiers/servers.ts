import { after, around, between, type Classifier } from "./classifier.ts";

const openSource = (
  id: string,
  files: readonly string[],
  versions: Classifier["versions"],
  cpes: readonly string[],
  packagedAs: RegExp,
): Classifier => ({ id, name: id, files, kind: "program", versions, cpes, packagedAs });

// Redis and Valkey hold, all in one word, their version, the build host's name, the build's time and
// the commit (src/mkreleasehdr.sh); the commit is zeros where there was no repository. Docker's host
// names are twelve hexadecimal digits.
const buildIds = [
  /(?<![\d.])(\d{1,2}\.\d{1,2}\.\d{1,2}?)[0-9a-f]{12}-\d{10}[0-9a-f]{8}[01]\0/,
  /(?<![\d.])(\d{1,2}\.\d{1,2}\.\d{1,2}?)(?:[a-z][\w.-]{0,60}-)?\d{10}[0-9a-f]{8}[01]\0/,
];
const buildId = ["00000000", ""].flatMap((near) =>
  buildIds.map((pattern) => around(near, pattern)),
);

/** Servers for the web, mail, names and files. */
export const servers: readonly Classifier[] = [
  openSource(
    "openresty",
    ["openresty", "nginx"],
    [around("openresty/1.", /openresty\/(1\.\d{1,3}\.\d{1,3}\.\d{1,3})/)],
    ["openresty:openresty"],
    /^openresty/,
  ),
  openSource(
    "nginx",
    ["nginx", "nginx-debug"],
    [between("nginx version: nginx/", "\n"), after("\0nginx/")],
    ["f5:nginx", "nginx:nginx"],
    /^nginx/,
  ),
  openSource(
    "httpd",
    ["httpd", "apache2"],
    [around("Apache/2.", /Apache\/(2\.\d{1,2}\.\d{1,3})/)],
    ["apache:http_server"],
    /^(?:apache2|httpd)/,
  ),
  openSource("lighttpd", ["lighttpd"], [after("lighttpd/")], ["lighttpd:lighttpd"], /^lighttpd/),
  openSource(
    "haproxy",
    ["haproxy"],
    [
      around("HAProxy version ", /HAProxy version (\d\.\d{1,2}\.\d{1,3}|\d\.\d{1,2}-dev\d{1,2})/),
      around(
        ", released 20",
        /version (\d\.\d{1,2}\.\d{1,3}|\d\.\d{1,2}-dev\d{1,2})[^\0,]{0,40}, released 20/,
      ),
      around(
        "HAProxy version follows",
        /(\d\.\d{1,2}\.\d{1,3}|\d\.\d{1,2}-dev\d{1,2})[^\0]{0,40}\0{1,40}HAProxy version follows/,
      ),
    ],
    ["haproxy:haproxy"],
    /^haproxy/,
  ),
  openSource(
    "envoy",
    ["envoy"],
    [
      around("/Clean/RELEASE/", /\/(1\.\d{1,3}\.\d{1,3})\/Clean\/RELEASE\//),
      around("/clean/RELEASE/", /(1\.\d{1,3}\.\d{1,3})\/clean\/RELEASE\//i),
    ],
    ["envoyproxy:envoy"],
    /^envoy/,
  ),
  openSource(
    "varnish",
    ["varnishd"],
    [around("varnish-", /varnish-(\d{1,2}\.\d{1,2}\.\d{1,2}) revision/)],
    ["varnish-software:varnish_cache", "varnish-cache:varnish"],
    /^varnish/,
  ),
  openSource(
    "squid",
    ["squid"],
    [around("squid/", /squid\/(\d{1,2}\.\d{1,3}(?:\.\d{1,2})?)\0/)],
    ["squid-cache:squid"],
    /^squid/,
  ),
  openSource(
    "memcached",
    ["memcached"],
    [after("\0memcached ")],
    ["memcached:memcached"],
    /^memcached/,
  ),
  openSource(
    "redis",
    ["redis-server", "redis-check-rdb", "redis-check-aof"],
    buildId,
    ["redis:redis", "redislabs:redis"],
    /^redis/,
  ),
  openSource(
    "valkey",
    ["valkey-server", "valkey-check-rdb", "valkey-check-aof"],
    [
      around(
        "valkey",
        /valkey(\d{1,2}\.\d{1,2}\.\d{1,2}?)(?:[0-9a-f]{12}-|[a-z][\w.-]{0,60}-)?\d{10}[0-9a-f]{8}[01]\0/,
      ),
      ...buildId,
    ],
    ["linuxfoundation:valkey", "lfprojects:valkey"],
    /^valkey/,
  ),
  openSource(
    "mosquitto",
    ["mosquitto"],
    [between("\0", "\0mosquitto version %s")],
    ["eclipse:mosquitto"],
    /^mosquitto/,
  ),
  openSource(
    "dnsmasq",
    ["dnsmasq"],
    [around("dnsmasq-", /dnsmasq-(\d\.\d{1,3}(?:rc\d|test\d{1,2})?)\0/)],
    ["thekelleys:dnsmasq"],
    /^dnsmasq/,
  ),
  openSource(
    "bind",
    ["named"],
    [around("BIND 9.", /BIND (9\.\d{1,2}\.\d{1,3})/)],
    ["isc:bind"],
    /^bind/,
  ),
  openSource("unbound", ["unbound"], [after("\0unbound ")], ["nlnetlabs:unbound"], /^unbound/),
  openSource(
    "exim",
    ["exim", "exim4"],
    [around("<<eximversion>>", /\0(4\.\d{1,3}(?:\.\d{1,2})?)\0<<eximversion>>/)],
    ["exim:exim"],
    /^exim/,
  ),
  openSource(
    "postfix",
    ["master", "postconf"],
    [around("mail_version=", /mail_version=(3\.\d{1,2}\.\d{1,2})\0/)],
    ["postfix:postfix"],
    /^postfix/,
  ),
  openSource(
    "proftpd",
    ["proftpd"],
    [around("ProFTPD Version ", /ProFTPD Version (1\.\d\.\d{1,2}[a-z]?)/)],
    ["proftpd:proftpd"],
    /^proftpd/,
  ),
  openSource(
    "vsftpd",
    ["vsftpd"],
    [after("vsftpd: version ")],
    ["vsftpd_project:vsftpd"],
    /^vsftpd/,
  ),
  openSource(
    "openssh",
    ["sshd", "ssh", "sshd-session"],
    [around("OpenSSH_", /\0OpenSSH_(\d{1,2}\.\d{1,2}(?:\.\d)?p\d)/)],
    ["openbsd:openssh"],
    /^openssh/,
  ),
  openSource(
    "dropbear",
    ["dropbear", "dropbearmulti"],
    [around("dropbear_20", /SSH-2\.0-dropbear_(20\d\d\.\d{1,3})/)],
    ["dropbear_ssh_project:dropbear_ssh"],
    /^dropbear/,
  ),
  openSource(
    "tor",
    ["tor"],
    [around("tor 0.", /\0tor (0\.\d\.\d{1,2}\.\d{1,3}) ?/)],
    ["torproject:tor"],
    /^tor$/,
  ),
  openSource(
    "fluent-bit",
    ["fluent-bit"],
    [
      around("fluent-bit", /\0(\d\.\d{1,2}\.\d{1,2})\0[^\0]{0,24}fluent-bit/),
      after("Fluent Bit v"),
    ],
    ["treasuredata:fluent_bit"],
    /^(?:td-agent-bit|fluent-bit)/,
  ),
  openSource(
    "asterisk",
    ["asterisk"],
    [around("Asterisk ", /\0Asterisk (\d{2}\.\d{1,2}\.\d{1,2})\0/)],
    ["digium:asterisk"],
    /^asterisk/,
  ),
];
