/// The first program of the guest: a script for busybox that mounts, loads modules, and then serves the host.
enum GuestInit {
  /// Where the host's requests come from: the first port of the only virtio-serial device; port 0 is no port of ours.
  static let port = "/dev/vport0p1"

  /// The script.
  ///
  /// - Parameter modules: paths in the guest, in the order of loading.
  static func script(modules: [String]) -> String {
    """
    #!/bin/sh
    export PATH=/bin:/usr/bin:/sbin:/usr/sbin HOME=/root LC_ALL=C
    fail() {
      echo "twin: $*" > /dev/console
      poweroff -f
    }
    mount -t proc proc /proc || fail "cannot mount /proc"
    mount -t sysfs sysfs /sys || fail "cannot mount /sys"
    mount -t devtmpfs devtmpfs /dev || fail "cannot mount /dev"
    mount -t tmpfs -o mode=755 tmpfs /run || fail "cannot mount /run"
    mount -t tmpfs tmpfs /tmp || fail "cannot mount /tmp"
    mount -t debugfs debugfs /sys/kernel/debug || echo "twin: no debugfs" > /dev/console
    mount -t cgroup2 cgroup2 /sys/fs/cgroup || fail "cannot mount the cgroup tree"
    for module in \(modules.joined(separator: " ")); do
      insmod "$module" || fail "cannot load $module"
    done
    # Devices appear some moments after their drivers.
    tries=0
    until [ -c \(port) ] && [ -b /dev/vda ]; do
      tries=$((tries + 1))
      [ $tries -lt 1000 ] || fail "no \(port) or no /dev/vda"
      usleep 10000
    done
    mount -t ext4 /dev/vda /var/lib/assay || fail "cannot mount the state disk"
    chmod 700 /var/lib/assay
    mkdir -p /run/twin
    # One descriptor for both ways: the port can be opened once only.
    exec 3<> \(port)
    echo "= ready $(cut -d ' ' -f 1 /proc/uptime)" >&3
    while read -r id script <&3; do
      printf %s "$script" | base64 -d > /run/twin/script
      sh /run/twin/script < /dev/null > /run/twin/output 2> /run/twin/errors 3>&-
      code=$?
      echo "= $id $code $(stat -c %s /run/twin/output) $(stat -c %s /run/twin/errors)" >&3
      cat /run/twin/output /run/twin/errors >&3
    done
    fail "the host is gone"

    """
  }
}
