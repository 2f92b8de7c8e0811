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

# prepare makes a data folder at $1: nobody can log in (start.sh writes another pg_hba.conf and sets a password); small
# WAL segments, to have less to copy.
prepare() {
    "$(bindir)/initdb" --pgdata="$1" --username=postgres --auth=reject \
        --encoding=UTF8 --locale=C.UTF-8 --wal-segsize=1 --no-sync >/dev/null
}
