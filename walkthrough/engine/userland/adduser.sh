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
first_free() {
	id=$1
	while taken /etc/passwd "$id" || taken /etc/group "$id"; do id=$((id + 1)); done
	echo "$id"
}
group_id() {
	grep "^$1:" /etc/group | cut -d: -f3
}

long=home:,gecos:,shell:,ingroup:,uid:,skel:,system,disabled-password,no-create-home
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
	-D | --disabled-password) no_password=yes ;;
	-H | --no-create-home) no_home=yes ;;
	esac
	shift
done
shift
[ $# -ge 1 ] && [ $# -le 2 ] || usage
user=$1
[ $# -eq 1 ] || exec addgroup "$user" "$2"

grep -q "^$user:" /etc/passwd && fail "user '$user' in use"
[ -z "$group" ] || grep -q "^$group:" /etc/group || fail "unknown group $group"
if [ -n "$uid" ]; then
	case $uid in *[!0-9]*) fail "invalid number '$uid'" ;; esac
	taken /etc/passwd "$uid" && fail "uid '$uid' in use"
elif [ -n "$system" ]; then
	uid=$(first_free 100)
else
	uid=$(first_free 1000)
fi

own_group=''
if [ -n "$group" ]; then
	gid=$(group_id "$group")
elif [ -n "$system" ]; then
	gid=$(group_id nogroup)
else
	gid=$(group_id "$user")
	if [ -z "$gid" ]; then
		own_group=yes gid=$uid
		taken /etc/group "$gid" && gid=$(first_free 1000)
	fi
fi

if [ -z "$shell" ]; then
	shell=/bin/sh
	[ -z "$system" ] || shell=/sbin/nologin
fi
home=${home:-/home/$user}
[ -z "$own_group" ] || addgroup -g "$gid" "$user" || exit 1
echo "$user:x:$uid:$gid:$gecos:$home:$shell" >>/etc/passwd
echo "$user:!:0:0:99999:7:::" >>/etc/shadow
[ -z "$group" ] || addgroup "$user" "$group" || exit 1
if [ -z "$no_home" ] && [ ! -e "$home" ]; then
	mkdir -p "$home" && chown "$uid:$gid" "$home" && chmod 2755 "$home" || exit 1
fi
[ -n "$no_password$system" ] || passwd "$user"
