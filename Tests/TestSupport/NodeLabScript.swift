/// The shell script that makes the lab: the first process of its own network, mount and process namespaces.
enum NodeLabScript {
  static let text = #"""
    #!/bin/sh
    # usage: lab.sh DIR COUNT, as the first process of network, mount and process namespaces of its own:
    #   unshare --net --mount --pid --fork --kill-child sh lab.sh DIR COUNT
    # Commands are lines on standard input, each is answered with "ok": "kill N", "start N", "slow N RATE", "fast N".
    # The end of the input, or of this process, ends everything: no name of it is seen outside.
    set -eu
    DIR=$1 COUNT=$2
    read -r PID REST </proc/self/stat
    mount -t proc proc /proc
    trap 'exit 0' EXIT

    start() {
      nsenter --net="/proc/$(cat "$DIR/n$1/holder")/ns/net" \
        unshare --mount --pid --fork --kill-child --mount-proc sh "$DIR/node.sh" "$DIR/n$1" </dev/null >/dev/null 2>&1 &
      echo $! >"$DIR/n$1/sshd"
      tries=0
      until ssh-keyscan -t ed25519 -T 1 -p "$((2200 + $1))" "10.77.0.$1" >"$DIR/n$1/known_hosts" 2>/dev/null && [ -s "$DIR/n$1/known_hosts" ]; do
        tries=$((tries + 1))
        [ "$tries" -lt 200 ] || { echo "the sshd of n$1 did not come up: $(tail -n 1 "$DIR/n$1/sshd.log")"; exit 1; }
        sleep 0.05
      done
    }

    cat >"$DIR/node.sh" <<'NODE'
    mount -t tmpfs tmpfs /run
    mkdir -p /run/sshd
    [ ! -e "$1/disk" ] || mount -t tmpfs -o "size=$(cat "$1/disk")" tmpfs "$1/assay"
    exec /usr/sbin/sshd -D -e -f "$1/sshd_config" 2>>"$1/sshd.log"
    NODE

    ip link set lo up
    ip link add lab type bridge
    ip addr add 10.77.0.254/24 dev lab
    ip link set lab up
    ssh-keygen -q -t ed25519 -N '' -f "$DIR/user"
    mkdir -p "$DIR/cp"
    n=0
    while [ "$n" -lt "$COUNT" ]; do
      n=$((n + 1))
      mkdir -p "$DIR/n$n/assay"
      ssh-keygen -q -t ed25519 -N '' -f "$DIR/n$n/host"
      unshare --net sleep infinity </dev/null >/dev/null 2>&1 &
      holder=$!
      echo "$holder" >"$DIR/n$n/holder"
      while [ "$(readlink "/proc/$holder/ns/net")" = "$(readlink /proc/self/ns/net)" ]; do sleep 0.01; done
      ip link add "lab$n" type veth peer name eth0 netns "$holder"
      ip link set "lab$n" master lab up
      nsenter --net="/proc/$holder/ns/net" sh -c "ip link set lo up; ip addr add 10.77.0.$n/24 dev eth0; ip link set eth0 up"
      cat >"$DIR/n$n/sshd_config" <<CONFIG
    Port $((2200 + n))
    ListenAddress 10.77.0.$n
    HostKey $DIR/n$n/host
    AuthorizedKeysFile $DIR/user.pub
    PermitRootLogin prohibit-password
    PasswordAuthentication no
    StrictModes no
    UsePAM no
    PidFile none
    Subsystem sftp internal-sftp
    CONFIG
      [ ! -e "$DIR/n$n/path" ] || echo "SetEnv PATH=$(cat "$DIR/n$n/path")" >>"$DIR/n$n/sshd_config"
      start "$n"
    done
    cat "$DIR"/n*/known_hosts >"$DIR/known_hosts"
    for program in ansible ansible-inventory ansible-playbook; do
      mkdir -p "$DIR/bin"
      printf '#!/bin/sh\necho "%s $*" >>%s/argv\nexec nsenter --net=/proc/%s/ns/net -- /usr/bin/%s "$@"\n' \
        "$program" "$DIR" "$PID" "$program" >"$DIR/bin/$program"
      chmod 755 "$DIR/bin/$program"
    done
    {
      echo "[nodes]"
      n=0
      while [ "$n" -lt "$COUNT" ]; do
        n=$((n + 1))
        more=$(cat "$DIR/n$n/variables" 2>/dev/null || true)
        echo "n$n ansible_host=10.77.0.$n ansible_port=$((2200 + n)) assay_fleet_dir=$DIR/n$n/assay $more"
      done
      cat <<VARIABLES
    [nodes:vars]
    ansible_user=root
    ansible_ssh_private_key_file=$DIR/user
    ansible_ssh_common_args='-F none -o UserKnownHostsFile=$DIR/known_hosts -o StrictHostKeyChecking=yes -o ConnectTimeout=30'
    ansible_control_path_dir=$DIR/cp
    VARIABLES
    } >"$DIR/inventory"
    echo "ready $PID"
    while read -r command node value; do
      case $command in
      kill) kill -9 "$(cat "$DIR/n$node/sshd")" ;;
      start) start "$node" ;;
      slow) tc qdisc replace dev "lab$node" root tbf rate "$value" burst 32kbit latency 400ms
        nsenter --net="/proc/$(cat "$DIR/n$node/holder")/ns/net" tc qdisc replace dev eth0 root tbf rate "$value" burst 32kbit latency 400ms ;;
      fast) tc qdisc del dev "lab$node" root
        nsenter --net="/proc/$(cat "$DIR/n$node/holder")/ns/net" tc qdisc del dev eth0 root ;;
      esac
      echo ok
    done

    """#
}
