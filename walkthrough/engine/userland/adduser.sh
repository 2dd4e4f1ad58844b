#!/bin/sh
# adduser with the options of Alpine's, for a userland whose busybox has none.
usage() {
	echo "Usage: adduser [-h DIR] [-g GECOS] [-s SHELL] [-G GRP] [-u UID] [-SDH] USER [GROUP]" >&2
	exit 1
}
fail() {
	echo "adduser: $1" >&2
	exit 1
}
taken() {
	cut -d: -f3 "$1" | grep -qx "$2"
}
group_id() {
	grep "^$1:" /etc/group | cut -d: -f3
}

long=home:,gecos:,shell:,ingroup:,uid:,skel:,system,disabled-password,empty-password,no-create-home
arguments=$(getopt -n adduser -o h:g:s:G:u:k:SDH -l "$long" -- "$@") || usage
eval set -- "$arguments"
home='' gecos='Linux User,,,' shell='' group='' uid='' system='' no_password='' no_home=''
while [ "$1" != -- ]; do
	case $1 in
	-h | --home) home=$2 && shift ;;
	-g | --gecos) gecos=$2 && shift ;;
	-s | --shell) shell=$2 && shift ;;
	-G | --ingroup) group=$2 && shift ;;
	-u | --uid) uid=$2 && shift ;;
	-k | --skel) shift ;;
	-S | --system) system=yes ;;
	-D | --disabled-password | --empty-password) no_password=yes ;;
	-H | --no-create-home) no_home=yes ;;
	esac
	shift
done
shift
[ $# -ge 1 ] && [ $# -le 2 ] || usage
user=$1
[ $# -eq 1 ] || exec addgroup "$user" "$2"

grep -q "^$user:" /etc/passwd && fail "user '$user' in use"
[ -n "$group" ] || [ -z "$system" ] || group=nogroup
gid=''
if [ -n "$group" ]; then
	gid=$(group_id "$group")
	[ -n "$gid" ] || fail "unknown group $group"
elif grep -q "^$user:" /etc/group; then
	fail "group '$user' in use"
fi

in_use() {
	taken /etc/passwd "$1" || { [ -z "$gid" ] && taken /etc/group "$1"; }
}
if [ -n "$uid" ]; then
	case $uid in *[!0-9]*) fail "invalid number '$uid'" ;; esac
	! in_use "$uid" || fail "uid '$uid' in use"
else
	uid=1000
	[ -z "$system" ] || uid=100
	while in_use "$uid"; do uid=$((uid + 1)); done
fi

if [ -z "$shell" ]; then
	shell=/bin/sh
	[ -z "$system" ] || shell=/sbin/nologin
fi
home=${home:-/home/$user}
echo "$user:x:$uid:${gid:-$uid}:$gecos:$home:$shell" >>/etc/passwd
echo "$user:!:$(($(date +%s) / 86400)):0:99999:7:::" >>/etc/shadow
if [ -n "$group" ]; then
	addgroup "$user" "$group" || exit 1
else
	addgroup -g "$uid" "$user" || exit 1
fi
if [ -z "$no_home" ] && { [ -e "$home" ] || mkdir "$home"; }; then
	chown "$uid:${gid:-$uid}" "$home" && chmod 2755 "$home"
fi
[ -n "$no_password$system" ] || exec passwd "$user"
