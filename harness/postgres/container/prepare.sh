# Prepares a data folder. Sourced before start.sh in a container, and run once by docker/postgres/build, so that our
# images carry a prepared folder made just as an official image makes its own at the start.
# Works with any POSIX shell; the caller is the user postgres.

# bindir prints the folder of the newest PostgreSQL binaries in this image.
bindir() {
    for candidate in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) /usr/local/bin /usr/libexec/postgresql* /usr/bin; do
        if [ -x "$candidate/initdb" ] && [ -x "$candidate/postgres" ]; then
            echo "$candidate"
            return
        fi
    done
    echo "no PostgreSQL binaries in this image: initdb and postgres were looked for in the usual places" >&2
    return 1
}

# single runs SQL from standard input, a statement a line, on the data folder $1, on which no server runs. A standby takes
# no fewer connections than the data folder remembers.
single() {
    "$(bindir)/postgres" --single -F -D "$1" -c log_checkpoints=off -c max_connections=20 postgres >/dev/null
}

# prepare makes a data folder at $1, with the ordinary user and the template (internal/provide/furnish.go has the same):
# nobody can log in (start.sh writes another pg_hba.conf and sets passwords). There is little WAL, to have less to copy.
prepare() {
    "$(bindir)/initdb" --pgdata="$1" --username=postgres --auth=reject \
        --encoding=UTF8 --locale=C.UTF-8 --wal-segsize=1 --no-sync >/dev/null
    single "$1" <<SQL
CREATE ROLE pgfault_user LOGIN
CREATE DATABASE pgfault_template TEMPLATE template0 OWNER pgfault_user
SQL
    "$(bindir)/pg_resetwal" "$1" >/dev/null
    # The maps that PostgreSQL makes again when it wants them: a quarter of the files of each database.
    rm -f "$1"/base/*/*_fsm "$1"/base/*/*_vm
}
