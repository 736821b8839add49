# SPDX-License-Identifier: MIT
# Functions of conf/run for a private Houtai in one directory: database, configuration, processes. Sourced by bash, runs
# nothing by itself. What it needs: $root (the checkout), $var (the directory), $bin (the programs).
# shellcheck shell=bash disable=SC2154

say() { printf '%s\n' "$*"; }
fail() {
	printf 'houtai: %s\n' "$*" >&2
	exit 1
}

# short_run_dir: where sockets live. Their paths end at 107 bytes, so a deep checkout gets a short directory elsewhere,
# the same each time.
short_run_dir() {
	local name base
	if [ "${#var}" -le 80 ]; then
		printf '%s/run\n' "$var"
		return
	fi
	name=houtai-$(id -u)-$(printf '%s' "$var" | cksum | cut -d' ' -f1)
	for base in "${XDG_RUNTIME_DIR:-}" "${TMPDIR:-}" /tmp; do
		[ -n "$base" ] && [ -w "$base" ] && [ $((${#base} + ${#name})) -le 85 ] || continue
		printf '%s/%s\n' "$base" "$name"
		return
	done
	fail "the path of this checkout is too long for unix sockets and no shorter directory is at hand: $var"
}

# dir_private DIR: ours and nobody else's, so that nobody can put something in its place.
dir_private() {
	mkdir -p -m 700 "$1" 2>/dev/null || true
	[ -d "$1" ] && [ ! -L "$1" ] && [ -O "$1" ] && [ -w "$1" ] || fail "cannot make the directory $1, or it is not ours"
	chmod 700 "$1"
}

# disk_check MEGABYTES
disk_check() {
	local free
	free=$(df -Pm "$var" | awk 'NR == 2 { print $4 }')
	[ "$free" -ge "$1" ] || fail "no disk space: $1 MB are needed in $var, $free MB are free"
}

# port_check PORT
port_check() {
	case $1 in '' | *[!0-9]*) fail "PORT must be a number, not '$1'" ;; esac
	[ "$1" -ge 1 ] && [ "$1" -le 65535 ] || fail "PORT must lie between 1 and 65535, not $1"
	if (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then
		fail "port $1 is busy: another program listens on 127.0.0.1:$1; choose another, e.g. make run PORT=$(($1 + 1))"
	fi
}

# fill FILE: the template with the names between @ filled in
fill() {
	local user="" memory pool
	[ "$(id -u)" != 0 ] || user='user root;'
	memory=$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)
	pool=$((memory / 8))
	[ "$pool" -ge 128 ] || pool=128
	[ "$pool" -le 2048 ] || pool=2048
	sed -e "s|@USER@|$user|" -e "s|@PORT@|${port:-0}|g" -e "s|@VAR@|$var|g" -e "s|@RUN@|$run|g" -e "s|@LOG@|$var/log|g" \
		-e "s|@ROOT@|$root|g" -e "s|@CONF@|$root/conf|g" -e "s|@NGINX@|$var/nginx|g" -e "s|@DATA@|$var/mariadb|g" \
		-e "s|@POOL@|${HOUTAI_POOL:-$pool}|g" -e "s|@LOGINS@|${HOUTAI_LOGINS:-60}|g" "$1"
}

# --- processes ----------------------------------------------------------------------------------------------------
# In the order of their start; ended in the other one. Each is in a session of its own, so that Ctrl-C reaches this script
# alone, and is told to end by the kernel if this script is killed.
started=()
start() { # NAME LOG COMMAND…
	local name=$1 log=$2
	shift 2
	setsid setpriv --pdeathsig TERM "$@" >>"$log" 2>&1 9>&- </dev/null &
	started+=("$!:$name")
}

alive() { kill -0 "$1" 2>/dev/null; }

stop_one() { # PID NAME: 40 s, for a worker may finish its request
	local tries=0
	alive "$1" || return 0
	kill -TERM "$1" 2>/dev/null || return 0
	while alive "$1" && [ "$tries" -lt 400 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
	if alive "$1"; then
		say "$2 did not end; killed"
		kill -KILL "$1" 2>/dev/null || true
	fi
	wait "$1" 2>/dev/null || true
}

stop_all() {
	local i
	for ((i = ${#started[@]} - 1; i >= 0; i--)); do
		stop_one "${started[i]%%:*}" "${started[i]#*:}"
	done
	started=()
}

# watch: until one of them ends by itself; names it.
watch() {
	local part
	wait -n || true
	for part in "${started[@]}"; do
		alive "${part%%:*}" || say "${part#*:} ended by itself; see $var/log"
	done
}

# --- database -----------------------------------------------------------------------------------------------------
database_client() { mariadb --no-defaults --protocol=socket --socket="$run/mariadb.sock" --user="$(id -un)" --batch "$@"; }

# database_make: made beside its place and moved there when complete, so that a broken start leaves nothing half-made.
database_make() {
	if [ -e "$var/mariadb" ]; then
		[ -e "$var/mariadb/ibdata1" ] && [ -d "$var/mariadb/mysql" ] && [ -e "$var/mariadb/houtai-made" ] ||
			fail "the data directory $var/mariadb is half-made. If nothing in it is needed: rm -rf '$var/mariadb', then again"
		return 0
	fi
	rm -rf "$var/mariadb.new"
	TMPDIR="$var/tmp" mariadb-install-db --no-defaults --auth-root-authentication-method=socket --auth-root-socket-user="$(id -un)" \
		--skip-test-db --user="$(id -un)" --datadir="$var/mariadb.new" >"$var/log/install-db.log" 2>&1 ||
		fail "MariaDB's data directory could not be made: $(tail -n 1 "$var/log/install-db.log")"
	: >"$var/mariadb.new/houtai-made"
	mv "$var/mariadb.new" "$var/mariadb"
}

database_start() {
	local tries=0 pid
	fill "$root/conf/mariadb.cnf" >"$var/mariadb.cnf"
	start MariaDB "$var/log/mariadb.log" mariadbd --defaults-file="$var/mariadb.cnf" --user="$(id -un)"
	pid=${started[-1]%%:*}
	until database_client -e 'DO 0' >/dev/null 2>&1; do
		alive "$pid" || fail "MariaDB did not start: $(grep -a 'ERROR' "$var/log/mariadb.log" | tail -n 1)"
		tries=$((tries + 1))
		[ "$tries" -lt 600 ] || fail "MariaDB did not answer within 30 seconds; see $var/log/mariadb.log"
		sleep 0.05
	done
}

# database_users [all]: the administrator, whose password stands in the configuration; the users of workers and jobs with
# their rights are made by `houtaictl migrate`. all: further databases as well (tests).
database_users() {
	local scope='`houtai`.*'
	[ "${1:-}" != all ] || scope='*.*'
	database_client <<-SQL || fail "the database and its administrator could not be made"
		CREATE DATABASE IF NOT EXISTS houtai CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
		CREATE USER IF NOT EXISTS 'houtai_admin'@'localhost';
		ALTER USER 'houtai_admin'@'localhost' IDENTIFIED BY '$(config_value Database.admin.Password)';
		GRANT ALL PRIVILEGES ON $scope TO 'houtai_admin'@'localhost' WITH GRANT OPTION;
		GRANT CREATE USER ON *.* TO 'houtai_admin'@'localhost';
	SQL
}

# --- configuration ------------------------------------------------------------------------------------------------
random_hex() { od -An -tx1 -N"$1" /dev/urandom | tr -d ' \n'; }

config_value() { sed -n "s/^$1 *= *//p" "$var/houtai.hdf" | head -n 1; }

# config_write: drawn once; afterwards only the paths follow the checkout, should it have been moved.
config_write() {
	if [ ! -s "$var/houtai.hdf" ]; then
		(
			umask 077
			sed -e "s|@WORKER@|$(random_hex 24)|" -e "s|@JOBS@|$(random_hex 24)|" -e "s|@ADMIN@|$(random_hex 24)|" \
				"$root/conf/houtai.hdf.in" >"$var/houtai.hdf.new"
			mv "$var/houtai.hdf.new" "$var/houtai.hdf"
		)
	fi
	grep -q '^Accounts.LockDir' "$var/houtai.hdf" || echo 'Accounts.LockDir = -' >>"$var/houtai.hdf"
	sed -i -e "s|^Accounts.LockDir = .*|Accounts.LockDir = $run|" \
		-e "s|^Database.Socket = .*|Database.Socket = $run/mariadb.sock|" -e "s|^Templates = .*|Templates = $root/templates|" \
		-e "s|^Sql = .*|Sql = $root/sql|" \
		-e "s|^Audit.WriterKey = .*|Audit.WriterKey = $var/keys/writer.key|" \
		-e "s|^Audit.SealKey = .*|Audit.SealKey = $var/keys/seal.key|" \
		-e "s|^Audit.HeadFile = .*|Audit.HeadFile = $var/audit.heads|" "$var/houtai.hdf"
}
