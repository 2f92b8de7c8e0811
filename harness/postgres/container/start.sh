# Starts PostgreSQL in a container of any PostgreSQL image, as the user postgres. prepare.sh stands before it.
# Given: PGFAULT_CONF, lines for the end of postgresql.conf; PGFAULT_HBA, the whole of pg_hba.conf; PGFAULT_VERIFIER,
# what the superuser's password is checked against. /pgfault is in memory.
set -eu
umask 077
unset PGDATA PGUSER PGPASSWORD PGHOST PGPORT
export LC_ALL=C.UTF-8
bin=$(bindir)
data=/pgfault/data

if [ -f /var/lib/pgfault/data.tar ]; then
    mkdir "$data"
    tar -xf /var/lib/pgfault/data.tar -C "$data"
else
    prepare "$data"
fi
printf '%s\n' "$PGFAULT_CONF" >>"$data/postgresql.conf"
printf '%s\n' "$PGFAULT_HBA" >"$data/pg_hba.conf"
# Single-user mode: the password is there before the server listens.
printf "ALTER ROLE postgres PASSWORD '%s'\n" "$PGFAULT_VERIFIER" |
    "$bin/postgres" --single -F -D "$data" -c log_checkpoints=off postgres >/dev/null
unset PGFAULT_CONF PGFAULT_HBA PGFAULT_VERIFIER
exec "$bin/postgres" -D "$data"
