# Prepares a data folder. Stands before data_folder.sh in what a container's shell is told, and is run once by
# docker/postgres/prepare, so that an image carries a prepared folder, made just as any other image's shell makes its own.
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

# prepare makes a data folder at $1, with the ordinary user and the template (native/prepare.go has the same): nobody can
# log in (make_original sets passwords, make_data_folder writes another pg_hba.conf). There is little WAL, to have less to copy.
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
