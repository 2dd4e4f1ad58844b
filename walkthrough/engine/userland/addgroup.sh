#!/bin/sh
# addgroup with the options of Alpine's, for a userland whose busybox has none.
usage() {
	echo "Usage: addgroup [-g GID] [-S] [USER] GROUP" >&2
	exit 1
}
fail() {
	echo "addgroup: $1" >&2
	exit 1
}
taken() {
	cut -d: -f3 "$1" | grep -qx "$2"
}

arguments=$(getopt -n addgroup -o g:S -l gid:,system -- "$@") || usage
eval set -- "$arguments"
gid='' system=''
while [ "$1" != -- ]; do
	case $1 in
	-g | --gid) gid=$2 && shift ;;
	-S | --system) system=yes ;;
	esac
	shift
done
shift

if [ $# -eq 2 ]; then
	user=$1 group=$2
	grep -q "^$user:" /etc/passwd || fail "unknown user $user"
	line=$(grep "^$group:" /etc/group) || fail "unknown group $group"
	members=${line##*:}
	case ,$members, in *",$user,"*) exit 0 ;; esac
	sed -i "s|^$group:.*|$line${members:+,}$user|" /etc/group
	exit 0
fi
[ $# -eq 1 ] || usage
grep -q "^$1:" /etc/group && fail "group '$1' in use"
if [ -n "$gid" ]; then
	case $gid in *[!0-9]*) fail "invalid number '$gid'" ;; esac
	taken /etc/group "$gid" && fail "gid '$gid' in use"
else
	gid=1000
	[ -z "$system" ] || gid=100
	while taken /etc/group "$gid"; do gid=$((gid + 1)); done
fi
echo "$1:x:$gid:" >>/etc/group
