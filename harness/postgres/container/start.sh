# Starts PostgreSQL in a container of any PostgreSQL image, as the user postgres. prepare.sh stands before it.
# Given: PGFAULT_CONF, lines for the end of postgresql.conf; PGFAULT_HBA, the whole of pg_hba.conf; PGFAULT_VERIFIER and
# PGFAULT_USER_VERIFIER, what the passwords of the superuser and of the ordinary user are checked against; PGFAULT_PRIVATE
# where the server may end and the container goes on; PGFAULT_CERTIFICATE and PGFAULT_KEY where it has TLS;
# PGFAULT_STANDBY, further lines for the postgresql.conf of its standby, where it has one; PGFAULT_SMALL, a folder to make
# on a disk of limited size. /tmp is in memory.
set -eu
umask 077
unset PGDATA PGUSER PGPASSWORD PGHOST PGPORT
export LC_ALL=C.UTF-8
bin=$(bindir)
home=/tmp/pgfault
data=$home/data
mkdir "$home"

if [ -f /var/tmp/pgfault-killed.tar ]; then
    # The container was killed and is started again: with what the server had at that moment.
    tar -xf /var/tmp/pgfault-killed.tar -C /tmp/pgfault
    rm /var/tmp/pgfault-killed.tar
else
    mkdir "$data"
    if [ -f /var/lib/pgfault/furnished.tar ]; then
        tar -xf /var/lib/pgfault/furnished.tar -C "$data"
    else
        prepare "$data"
    fi
    printf '%s\n' "$PGFAULT_CONF" >>"$data/postgresql.conf"
    printf '%s\n' "$PGFAULT_HBA" >"$data/pg_hba.conf"
    if [ -n "${PGFAULT_KEY:-}" ]; then
        printf '%s\n' "$PGFAULT_CERTIFICATE" >"$data/server.crt"
        printf '%s\n' "$PGFAULT_KEY" >"$data/server.key"
    fi
    # Single-user mode: the passwords are there before the server listens.
    single "$data" <<SQL
ALTER ROLE postgres PASSWORD '$PGFAULT_VERIFIER'
ALTER ROLE pgfault_user PASSWORD '$PGFAULT_USER_VERIFIER'
SQL
    if [ -n "${PGFAULT_STANDBY:-}" ]; then
        # A copy of the cold data folder is a base backup.
        cp -a "$data" "$home/standby"
        printf '%s\n' "$PGFAULT_STANDBY" >>"$home/standby/postgresql.conf"
        : >"$home/standby/standby.signal"
    fi
fi
if [ -n "${PGFAULT_SMALL:-}" ]; then
    mkdir "$PGFAULT_SMALL" || : # Not after the container was killed: it is not ours to make any more.
fi
unset PGFAULT_CERTIFICATE PGFAULT_KEY PGFAULT_STANDBY
unset PGFAULT_CONF PGFAULT_HBA PGFAULT_VERIFIER PGFAULT_USER_VERIFIER
if [ -z "${PGFAULT_PRIVATE:-}" ]; then
    exec "$bin/postgres" -D "$data"
fi

# A postmaster that is this shell's child may be frozen, killed and started again.
"$bin/postgres" -D "$data" -C data_directory >/dev/null # Settings that it can't take end the container.
echo "$bin" >/tmp/pgfault/bin
"$bin/postgres" -D "$data" &
if [ -d "$home/standby" ]; then
    "$bin/postgres" -D "$home/standby" &
fi
while :; do
    sleep 3600 &
    wait $! || true
done
