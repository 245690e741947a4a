#!/usr/bin/env bash
# Starts the real services that the tests in this folder speak to, all on loopback, all under one
# folder, and takes them down again. What cannot be had here is left out: its tests are skipped and
# say why.
#
#   bash test/services/services.sh up     prints the file with the settings for the tests
#   bash test/services/services.sh up registries engine notary     only these parts
#   bash test/services/services.sh down
#
# Needs Debian and root for installing and for dockerd. PLIMSOLL_SERVICES_HOME is the folder
# (default: /var/tmp/plimsoll-services).
set -u
home="${PLIMSOLL_SERVICES_HOME:-/var/tmp/plimsoll-services}"
settings="$home/settings.env"
here="$(cd "$(dirname "$0")" && pwd)"
export no_proxy=127.0.0.1,localhost NO_PROXY=127.0.0.1,localhost
export PATH="/usr/local/sbin:/usr/sbin:/sbin:$PATH"

say() { printf 'services: %s\n' "$*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }
offer() { printf '%s=%s\n' "$1" "$2" >>"$settings"; }

# Installs Debian packages without letting them start daemons of their own.
install_packages() {
  local missing="" name
  for name in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing="$missing $name"
  done
  [ -z "$missing" ] && return 0
  if [ "$(id -u)" != 0 ] || ! have apt-get; then say "not installed here:$missing (needs Debian and root)"; return 1; fi
  local policy=/usr/sbin/policy-rc.d made=0 result=0
  [ -e "$policy" ] || { printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy" && made=1; }
  export DEBIAN_FRONTEND=noninteractive
  { [ -n "$(find /var/lib/apt/lists -maxdepth 1 -name '*_InRelease' -mtime -1 2>/dev/null)" ] || timeout 180 apt-get -q update; } >"$home/apt.log" 2>&1
  # shellcheck disable=SC2086
  timeout 600 apt-get -q -o DPkg::Lock::Timeout=120 install -y --no-install-recommends $missing >>"$home/apt.log" 2>&1 ||
    { timeout 180 apt-get -q update && timeout 600 apt-get -q install -y --no-install-recommends $missing; } >>"$home/apt.log" 2>&1 || result=1
  [ "$made" = 1 ] && rm -f "$policy"
  [ "$result" = 0 ] || say "could not install$missing: $(tail -n 1 "$home/apt.log")"
  return "$result"
}

# start NAME URL COMMAND…: runs it in the background until URL answers.
start() {
  local name="$1" url="$2"; shift 2
  setsid "$@" >"$home/$name.log" 2>&1 </dev/null &
  echo $! >"$home/$name.pid"
  local tries
  for tries in $(seq 100); do
    curl -sk -o /dev/null --max-time 2 "$url" && return 0
    kill -0 "$(cat "$home/$name.pid")" 2>/dev/null || break
    sleep 0.1
  done
  say "$name did not start ($tries tries): $(tail -n 2 "$home/$name.log" | tr '\n' ' ')"
  return 1
}

free_port() { node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }

registry_config() { # registry_config NAME PORT
  printf 'version: 0.1\nlog: {level: warn}\nstorage:\n  filesystem: {rootdirectory: %s}\n  delete: {enabled: true}\nhttp:\n  addr: 127.0.0.1:%s\n  secret: load-line\n' "$home/$1" "$2"
}

registries() {
  install_packages docker-registry apache2-utils openssl curl || return 0
  local port
  port="$(free_port)"
  registry_config plain "$port" >"$home/plain.yml"
  start plain "http://127.0.0.1:$port/v2/" docker-registry serve "$home/plain.yml" && offer PLIMSOLL_TEST_REGISTRY_PLAIN "127.0.0.1:$port"

  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout "$home/tls.key" -out "$home/tls.crt" 2>"$home/openssl.log" ||
    { say "openssl failed: $(tail -n 1 "$home/openssl.log")"; return 0; }
  htpasswd -Bbn -C 5 sailor load-line >"$home/htpasswd"
  port="$(free_port)"
  { registry_config guarded "$port"
    printf '  tls: {certificate: %s, key: %s}\n' "$home/tls.crt" "$home/tls.key"
    printf 'auth: {htpasswd: {realm: plimsoll, path: %s}}\n' "$home/htpasswd"; } >"$home/guarded.yml"
  start guarded "https://127.0.0.1:$port/v2/" docker-registry serve "$home/guarded.yml" || return 0
  offer PLIMSOLL_TEST_REGISTRY "localhost:$port"
  offer PLIMSOLL_TEST_REGISTRY_USER sailor
  offer PLIMSOLL_TEST_REGISTRY_PASSWORD load-line
  offer PLIMSOLL_TEST_REGISTRY_CA "$home/tls.crt"
}

engine() {
  [ "$(id -u)" = 0 ] || { say "dockerd needs root"; return 0; }
  install_packages docker.io || return 0
  local socket="$home/docker.sock" driver=overlay2
  case "$(stat -f -c %T "$home")" in overlayfs | tmpfs) driver=vfs ;; esac
  mkdir -p /run "$home/docker"
  echo '{}' >"$home/daemon.json"
  grep -q ' /sys/fs/cgroup' /proc/mounts || mount -t cgroup2 cgroup2 /sys/fs/cgroup 2>/dev/null
  # No bridge and no firewall rules: nothing of this machine's network is touched.
  setsid dockerd --data-root "$home/docker" --exec-root "$home/docker-exec" --pidfile "$home/dockerd.pid" -H "unix://$socket" \
    --config-file "$home/daemon.json" --storage-driver "$driver" --bridge=none --iptables=false --ip6tables=false \
    --ip-forward=false --ip-masq=false >"$home/dockerd.log" 2>&1 </dev/null &
  local tries
  for tries in $(seq 300); do
    curl -s --max-time 2 --unix-socket "$socket" http://localhost/_ping >/dev/null && { offer PLIMSOLL_TEST_DOCKER_HOST "unix://$socket"; return 0; }
    sleep 0.1
  done
  say "dockerd did not start ($tries tries): $(tail -n 1 "$home/dockerd.log")"
}

podman_service() {
  [ "$(id -u)" = 0 ] || { say "podman needs root here"; return 0; }
  install_packages podman || return 0
  local socket="$home/podman.sock" tries
  setsid podman --root "$home/podman" --runroot "$home/podman-run" --storage-driver vfs \
    system service --time=0 "unix://$socket" >"$home/podman.log" 2>&1 </dev/null &
  echo $! >"$home/podman.pid"
  for tries in $(seq 100); do
    curl -s --max-time 2 --unix-socket "$socket" http://localhost/_ping >/dev/null && {
      offer PLIMSOLL_TEST_PODMAN_HOST "unix://$socket"
      offer PLIMSOLL_TEST_PODMAN_STORE "$home/podman"
      return 0
    }
    sleep 0.1
  done
  say "podman did not start ($tries tries): $(tail -n 1 "$home/podman.log")"
}

containerd_service() {
  [ "$(id -u)" = 0 ] || { say "containerd needs root"; return 0; }
  install_packages containerd || return 0
  local socket="$home/containerd.sock" tries
  printf 'version = 2\nroot = "%s"\nstate = "%s"\ndisabled_plugins = ["io.containerd.grpc.v1.cri"]\n[grpc]\naddress = "%s"\n' \
    "$home/containerd" "$home/containerd-state" "$socket" >"$home/containerd.toml"
  setsid containerd -c "$home/containerd.toml" >"$home/containerd.log" 2>&1 </dev/null &
  echo $! >"$home/containerd.pid"
  for tries in $(seq 100); do
    ctr -a "$socket" version >/dev/null 2>&1 && {
      offer PLIMSOLL_TEST_CONTAINERD_SOCKET "$socket"
      offer PLIMSOLL_TEST_CONTAINERD_ROOT "$home/containerd"
      return 0
    }
    sleep 0.1
  done
  say "containerd did not start ($tries tries): $(tail -n 1 "$home/containerd.log")"
}

# docker-registry does not know the referrers API of OCI 1.1; the registry in memory that the library
# go-containerregistry comes with does. Debian has it as source only, so it is compiled here, once.
referrers_registry() {
  have apt-get && have dpkg-deb && have curl || { say "a registry with referrers needs Debian and curl"; return 0; }
  [ -x "$home/referrers/registry" ] || build_referrers_registry ||
    { say "a registry with referrers could not be had: $(tail -n 1 "$home/referrers.log")"; return 0; }
  local port
  port="$(free_port)"
  start referrers "http://127.0.0.1:$port/v2/" "$home/referrers/registry" "127.0.0.1:$port" && offer PLIMSOLL_TEST_REGISTRY_REFERRERS "127.0.0.1:$port"
}

build_referrers_registry() {
  local work="$home/referrers" root
  mkdir -p "$work/workspace/src/serve"
  fetch_packages trixie "$work/root" "$home/referrers.log" golang-1.24-go golang-1.24-src golang-github-google-go-containerregistry-dev || return 1
  root="$work/root/usr"
  cat >"$work/workspace/src/serve/serve.go" <<'SOURCE'
// Serves an OCI 1.1 registry in memory at the address that is its argument.
package main

import (
	"fmt"
	"net/http"
	"os"

	"github.com/google/go-containerregistry/pkg/registry"
)

func main() {
	handler := registry.New(registry.WithReferrersSupport(true))
	fmt.Fprintln(os.Stderr, http.ListenAndServe(os.Args[1], handler))
	os.Exit(1)
}
SOURCE
  # As a workspace of before modules, which needs no network; no more than one core's worth of jobs.
  env -i PATH="$PATH" HOME="$work" GO111MODULE=off GOTOOLCHAIN=local CGO_ENABLED=0 GOFLAGS=-p=1 GOROOT="$root/lib/go-1.24" \
    GOPATH="$work/workspace:$root/share/gocode" GOCACHE="$work/cache" \
    timeout 300 "$root/lib/go-1.24/bin/go" build -o "$work/registry" serve >>"$home/referrers.log" 2>&1
  local result=$?
  rm -rf "$work/root" "$work/cache" "$work/workspace"
  return "$result"
}

# cosign is in newer Debian suites only: its package is unpacked, not installed.
cosign() {
  [ "$(id -u)" = 0 ] && have apt-get || { say "cosign needs Debian and root"; return 0; }
  [ -x "$home/cosign/usr/bin/cosign" ] || fetch_cosign || { say "cosign could not be had: $(tail -n 1 "$home/cosign.log")"; return 0; }
  timeout 20 "$home/cosign/usr/bin/cosign" version >"$home/cosign.log" 2>&1 && offer PLIMSOLL_TEST_COSIGN "$home/cosign/usr/bin/cosign" ||
    say "cosign does not run here: $(tail -n 1 "$home/cosign.log")"
}

fetch_cosign() { fetch_packages sid "$home/cosign" "$home/cosign.log" cosign; }

# What is signed must suit those who have not moved on to cosign 3.
cosign2() {
  [ "$(id -u)" = 0 ] && have apt-get || { say "cosign 2 needs Debian and root"; return 0; }
  [ -x "$home/cosign2/usr/bin/cosign" ] || fetch_packages trixie "$home/cosign2" "$home/cosign2.log" cosign ||
    { say "cosign 2 could not be had: $(tail -n 1 "$home/cosign2.log")"; return 0; }
  timeout 20 "$home/cosign2/usr/bin/cosign" version >"$home/cosign2.log" 2>&1 && offer PLIMSOLL_TEST_COSIGN2 "$home/cosign2/usr/bin/cosign" ||
    say "cosign 2 does not run here: $(tail -n 1 "$home/cosign2.log")"
}

# fetch_packages SUITE FOLDER LOG NAME…: unpacks packages of another suite of Debian, installs nothing.
fetch_packages() {
  local suite="$1" folder="$2" log="$3" apt="$home/apt-$1" mirror package; shift 3
  mirror="$(cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null | sed -n 's/^URIs: *\([^ ]*\/debian\)\/*$/\1/p; s/^deb \(\[[^]]*\] \)\?\([^ ]*\/debian\)\/* .*/\2/p' | head -n 1)"
  [ -n "$mirror" ] || { echo "no Debian mirror in apt's sources" >"$log"; return 1; }
  mkdir -p "$apt/lists/partial" "$apt/archives/partial" "$folder"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >"$apt/sources.list"
  local options=(-q -o "Dir::Etc::sourcelist=$apt/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$apt/lists"
    -o "Dir::Cache::archives=$apt/archives" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root -o Dir::State::status=/dev/null)
  # In a shell of its own, which stays in that folder.
  ( timeout 180 apt-get "${options[@]}" update && cd "$apt" && timeout 300 apt-get "${options[@]}" download "$@" || exit 1
    for package in "$@"; do dpkg-deb -x "$apt/${package}"_*.deb "$folder" && rm "$apt/${package}"_*.deb || exit 1; done ) >"$log" 2>&1
}

# ClamAV without its signatures: the tests bring their own, and clamd gets a handful.
clamav() {
  install_packages clamav clamav-daemon || return 0
  offer PLIMSOLL_TEST_CLAMSCAN "$(command -v clamscan)"
  offer PLIMSOLL_TEST_SIGTOOL "$(command -v sigtool)"
  local socket="$home/clamd.sock" port tries
  port="$(free_port)"
  mkdir -p "$home/clamav"
  # "plimsoll bad content" in hexadecimal
  printf 'Test.Bad-1-0:0:*:706c696d736f6c6c2062616420636f6e74656e74\n' >"$home/clamav/test.ndb"
  printf 'DatabaseDirectory %s\nLocalSocket %s\nTCPSocket %s\nTCPAddr 127.0.0.1\nStreamMaxLength 2M\nForeground yes\nSelfCheck 0\n' \
    "$home/clamav" "$socket" "$port" >"$home/clamd.conf"
  setsid clamd --config-file "$home/clamd.conf" >"$home/clamd.log" 2>&1 </dev/null &
  echo $! >"$home/clamd.pid"
  for tries in $(seq 300); do
    [ -S "$socket" ] && { offer PLIMSOLL_TEST_CLAMD "unix:$socket"; offer PLIMSOLL_TEST_CLAMD_TCP "127.0.0.1:$port"; return 0; }
    kill -0 "$(cat "$home/clamd.pid")" 2>/dev/null || break
    sleep 0.1
  done
  say "clamd did not start ($tries tries): $(tail -n 2 "$home/clamd.log" | tr '\n' ' ')"
}

# Notary's server and signer with their data in memory, behind TLS by an authority of their own, and
# Notary's client. The tests bring keys and folders of their own.
notary() {
  install_packages notary openssl curl || return 0
  local work="$home/notary" port signer_port name
  mkdir -p "$work"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/CN=Load Line CA" -addext basicConstraints=critical,CA:TRUE \
    -addext keyUsage=critical,keyCertSign,cRLSign -keyout "$work/ca.key" -out "$work/ca.crt" 2>"$home/openssl.log" || { say "openssl failed: $(tail -n 1 "$home/openssl.log")"; return 0; }
  printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\nbasicConstraints=CA:FALSE\n' >"$work/extensions"
  for name in server signer; do
    { openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$name" -keyout "$work/$name.key" -out "$work/$name.csr" &&
      openssl x509 -req -in "$work/$name.csr" -CA "$work/ca.crt" -CAkey "$work/ca.key" -CAcreateserial -days 30 -extfile "$work/extensions" -out "$work/$name.crt"; } 2>"$home/openssl.log" ||
      { say "openssl failed: $(tail -n 1 "$home/openssl.log")"; return 0; }
  done
  port="$(free_port)"
  signer_port="$(free_port)"
  printf '{"server":{"grpc_addr":"127.0.0.1:%s","tls_cert_file":"%s/signer.crt","tls_key_file":"%s/signer.key","client_ca_file":"%s/ca.crt"},"logging":{"level":"warning"},"storage":{"backend":"memory"}}' \
    "$signer_port" "$work" "$work" "$work" >"$work/signer.json"
  printf '{"server":{"http_addr":"127.0.0.1:%s","tls_key_file":"%s/server.key","tls_cert_file":"%s/server.crt"},"trust_service":{"type":"remote","hostname":"127.0.0.1","port":"%s","tls_ca_file":"%s/ca.crt","key_algorithm":"ecdsa","tls_client_cert":"%s/server.crt","tls_client_key":"%s/server.key"},"logging":{"level":"warning"},"storage":{"backend":"memory"}}' \
    "$port" "$work" "$work" "$signer_port" "$work" "$work" "$work" >"$work/server.json"
  NOTARY_SIGNER_DEFAULT_ALIAS=timestamp_1 NOTARY_SIGNER_TIMESTAMP_1=load-line \
    setsid notary-signer -config="$work/signer.json" >"$home/notary-signer.log" 2>&1 </dev/null &
  echo $! >"$home/notary-signer.pid"
  start notary-server "https://localhost:$port/_notary_server/health" notary-server -config="$work/server.json" || return 0
  offer PLIMSOLL_TEST_NOTARY "https://localhost:$port"
  offer PLIMSOLL_TEST_NOTARY_CA "$work/ca.crt"
  have docker && offer PLIMSOLL_TEST_DOCKER_CLIENT "$(command -v docker)"
}

browser() {
  have chromium || install_packages chromium || return 0
  offer PLIMSOLL_TEST_CHROMIUM "$(command -v chromium)"
}

# The ecosystems' own tools, which list what an inventory is held against.
own_tools() {
  install_packages rpm ruby golang-go || return 0
}

parts="registries referrers_registry engine podman_service containerd_service cosign cosign2 notary clamav own_tools browser"

up() { # up [PART…]
  local part
  for part in "$@"; do
    case " $parts " in *" $part "*) ;; *) say "there is no part $part; choose of: $parts"; exit 2 ;; esac
  done
  down
  mkdir -p "$home"
  : >"$settings"
  # shellcheck disable=SC2068,SC2086
  for part in ${@:-$parts}; do "$part"; done
  echo "$settings"
}

down() {
  local file pid tries
  for file in "$home"/*.pid; do
    [ -e "$file" ] || continue
    pid="$(cat "$file")"
    # Only a process that is still ours: pids are reused.
    if tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -q "$home"; then
      kill "$pid" 2>/dev/null
      for tries in $(seq 100); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
    fi
    rm -f "$file"
  done
  awk -v folder="$home" 'index($2, folder) == 1 { print $2 }' /proc/mounts 2>/dev/null | sort -r | xargs -r -n1 umount 2>/dev/null
  rm -rf "$home/notary" "$home/plain" "$home/guarded" "$home/podman" "$home/podman-run" "$home/containerd" "$home/containerd-state" "$settings"
}

case "${1:-}" in
  up) shift && up "$@" ;;
  down) down ;;
  *) say "usage: bash $here/services.sh up [PART…]|down"; exit 2 ;;
esac
