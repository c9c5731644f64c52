#!/usr/bin/env bash
# Starts a Ceph object gateway (RGW) with everything in memory, for tests against a real S3.
#
#   tiers/s3/ceph.sh start [folder] [port]   prints the endpoint and the keys
#   tiers/s3/ceph.sh stop [folder]           ends it; what it kept is gone
#   tiers/s3/ceph.sh remove [folder]         ends it and deletes the folder
#
# Needs root, Debian with mmdebstrap, and 650 MB below the folder (default /var/tmp/tiercel-ceph).
# The first start installs Ceph of Debian unstable there, a system of its own that leaves this one
# alone; Ceph 18 of Debian 13 does not know conditions on quoted ETags. As unstable moves, this is
# not a part of CI. The server listens on 127.0.0.1 only; the keys protect nothing.
set -eEuo pipefail
trap 'echo "ceph.sh: line $LINENO failed: $BASH_COMMAND" >&2' ERR

command=${1:-}
root=${2:-/var/tmp/tiercel-ceph}
port=${3:-18480}
data=$root/tmp/cluster
id=5f0f2a52-6f0c-4f0b-9f5e-7d2f0f6d9a11
access_key=TIERCEL
secret_key=tiercel-secret

inside() { chroot "$root" "$@"; }
ceph() { timeout 60 chroot "$root" ceph -c /tmp/cluster/ceph.conf "$@"; }

await() {
  for _ in $(seq 150); do
    if "$@" > /dev/null 2>&1; then return; fi
    sleep 0.2
  done
  echo "ceph.sh: gave up waiting for: $*; see $data/*.log" >&2
  exit 1
}

install() {
  [ -x "$root/usr/bin/radosgw" ] && return
  local mirror
  mirror=$(sed -n 's/^URIs: //p' /etc/apt/sources.list.d/debian.sources | head -1)
  mmdebstrap --quiet --variant=extract --skip=check/empty \
    --aptopt='Acquire::Check-Valid-Until "false"' \
    --include=radosgw,ceph-mon,ceph-osd,ceph-base,ceph-common sid "$root" "$mirror"
  for link in lib lib64 bin sbin; do
    [ -e "$root/$link" ] || ln -s "usr/$link" "$root/$link"
  done
  mkdir -p "$root/dev" "$root/proc"
}

mount_devices() {
  mountpoint -q "$root/dev" || mount --bind /dev "$root/dev"
  mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
}

configure() {
  rm -rf "$data"
  mkdir -p "$data"/{mon,osd/0,rgw,run}
  cat > "$data/ceph.conf" << X
[global]
fsid = $id
mon host = v2:127.0.0.1:$((port + 1))
public addr = 127.0.0.1
keyring = /tmp/cluster/keyring
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd pool default pg autoscale mode = off
mon allow pool size one = true
mon max pg per osd = 1000
osd crush chooseleaf type = 0
osd objectstore = memstore
memstore device bytes = 2147483648
run dir = /tmp/cluster/run
admin socket = /tmp/cluster/run/\$name.asok
log file = /tmp/cluster/\$name.log
[mon]
mon data = /tmp/cluster/mon/\$id
mon data avail crit = 1
[osd]
osd data = /tmp/cluster/osd/\$id
keyring = /tmp/cluster/osd/\$id/keyring
osd class dir = /usr/lib/x86_64-linux-gnu/rados-classes
[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:$port
rgw data = /tmp/cluster/rgw
rgw rados pool pg num min = 8
X
}

# launch NAME COMMAND...: in the background, its pid in a file
launch() {
  local name=$1
  shift
  chroot "$root" "$@" -c /tmp/cluster/ceph.conf -f < /dev/null > "$data/$name.out" 2>&1 &
  echo $! > "$data/run/$name.pid"
}

start_monitor() {
  inside ceph-authtool --create-keyring /tmp/cluster/keyring --gen-key -n client.admin \
    --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *' > /dev/null
  inside ceph-authtool --create-keyring /tmp/cluster/mon.keyring --gen-key -n mon. \
    --cap mon 'allow *' > /dev/null
  inside ceph-authtool /tmp/cluster/mon.keyring --import-keyring /tmp/cluster/keyring > /dev/null
  inside monmaptool --create --clobber --fsid "$id" --addv a "[v2:127.0.0.1:$((port + 1))]" \
    /tmp/cluster/monmap > /dev/null
  inside ceph-mon -c /tmp/cluster/ceph.conf -i a --mkfs --monmap /tmp/cluster/monmap \
    --keyring /tmp/cluster/mon.keyring
  launch mon ceph-mon -i a
  await ceph -s
}

start_storage() {
  local uuid key
  ceph auth get-or-create client.rgw mon 'allow rwx' osd 'allow rwx' >> "$data/keyring"
  uuid=$(cat /proc/sys/kernel/random/uuid)
  key=$(inside ceph-authtool --gen-print-key)
  echo "{\"cephx_secret\": \"$key\"}" | ceph osd new "$uuid" -i - > /dev/null
  inside ceph-authtool --create-keyring /tmp/cluster/osd/0/keyring --name osd.0 \
    --add-key "$key" > /dev/null
  inside ceph-osd -c /tmp/cluster/ceph.conf -i 0 --mkfs --osd-uuid "$uuid" > "$data/mkfs.out" 2>&1
  launch osd ceph-osd -i 0
}

start_gateway() {
  launch rgw radosgw -n client.rgw
  await curl -s -m 2 -o /dev/null "http://127.0.0.1:$port/"
  inside radosgw-admin -c /tmp/cluster/ceph.conf -n client.rgw user create --uid=tiercel \
    --display-name=tiercel --access-key="$access_key" --secret="$secret_key" > /dev/null 2>&1
}

stop() {
  for file in "$data"/run/*.pid; do
    [ -e "$file" ] || continue
    kill "$(cat "$file")" 2> /dev/null || true
    for _ in $(seq 50); do
      kill -0 "$(cat "$file")" 2> /dev/null || break
      sleep 0.2
    done
    rm "$file"
  done
  for place in proc dev; do
    if mountpoint -q "$root/$place"; then umount "$root/$place"; fi
  done
}

case $command in
  start)
    stop
    install
    mount_devices
    configure
    start_monitor
    start_storage
    start_gateway
    echo "endpoint=http://127.0.0.1:$port"
    echo "access-key=$access_key"
    echo "secret-key=$secret_key"
    ;;
  stop) stop ;;
  remove)
    stop
    rm -rf --one-file-system "$root"
    ;;
  *)
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
