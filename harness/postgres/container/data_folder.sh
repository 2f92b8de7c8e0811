# What the shell of a container knows, which is its first process and runs as the user postgres: to make data folders,
# and to remove them. prepare.sh stands before it. /tmp is in memory.
umask 077
ulimit -c 0 # A server that panics would leave its memory as a file, in memory.
unset PGDATA PGUSER PGPASSWORD PGHOST PGPORT
export LC_ALL=C.UTF-8
bin=$(bindir 2>/dev/null) || :
home=/tmp/pgfault
original=/tmp/pgfault-original
template0=/tmp/pgfault-template0

# make_original makes the data folder that those of servers are copied from. $1 and $2 are what the passwords of the superuser
# and of the ordinary user are checked against: single-user mode has them there before any server listens.
make_original() {
    [ -n "$bin" ] || bindir
    mkdir "$original"
    if [ -f /var/lib/pgfault/data_folder.tar ]; then
        tar -xf /var/lib/pgfault/data_folder.tar -C "$original"
    else
        prepare "$original"
    fi
    single "$original" <<SQL
ALTER ROLE postgres PASSWORD '$1'
ALTER ROLE pgfault_user PASSWORD '$2'
SQL
}

# make_data_folder makes a server's data folder: by cp, or by mv where no other will be made. All files are ours, and closed to others: there
# is nothing about them to preserve, which would take cp longer. $2 are lines for the end of
# postgresql.conf, $3 the whole of pg_hba.conf, $4 and $5 certificate and key where it has TLS, $6 further lines for the
# postgresql.conf of its standby where it has one, $7 a folder to make on a disk of limited size, $8 where its WAL goes
# where that is on such a disk.
make_data_folder() {
    mkdir "$home"
    if [ "$1" = mv ]; then
        mv "$original" "$home/data"
    else
        # Nothing writes to the database template0, from PostgreSQL 15 on at base/4 (see provide.Template0): one copy is
        # enough for all that are made here, and their standbys.
        if [ -d "$original/base/4" ] && [ ! -L "$original/base/4" ]; then
            mv "$original/base/4" "$template0"
            ln -s "$template0" "$original/base/4"
        fi
        cp -RP "$original" "$home/data"
    fi
    printf '%s\n' "$2" >>"$home/data/postgresql.conf"
    printf '%s\n' "$3" >"$home/data/pg_hba.conf"
    if [ -n "$5" ]; then
        printf '%s\n' "$4" >"$home/data/server.crt"
        printf '%s\n' "$5" >"$home/data/server.key"
    fi
    if [ -n "$6" ]; then
        # A copy of the cold data folder is a base backup.
        cp -RP "$home/data" "$home/standby"
        printf '%s\n' "$6" >>"$home/standby/postgresql.conf"
        : >"$home/standby/standby.signal"
    fi
    if [ -n "$7" ]; then
        mkdir "$7"
    fi
    if [ -n "$8" ]; then
        cp -RP "$home/data/pg_wal" "$8"
        rm -r "$home/data/pg_wal"
        ln -s "$8" "$home/data/pg_wal"
    fi
}

# lock_file prints the postmaster's, where there is one. It is asked often, and starts no process of its own.
lock_file() {
    while IFS= read -r line; do
        echo "$line"
    done 2>/dev/null <"$1/postmaster.pid" || :
}

# processes prints what the system knows of each process whose working folder is one of the arguments: see proc(5). It
# starts no process of its own.
processes() {
    for folder; do
        for process in /proc/[0-9]*; do
            [ "$process/cwd" -ef "$folder" ] || continue
            { read -r line <"$process/stat"; } 2>/dev/null || continue
            echo "$line"
        done
    done
}

# remove_all ends all that was started, waits until it is gone, and removes what it had.
remove_all() {
    while left=$(processes "$home" "$home"/*) && [ -n "$left" ]; do
        echo "$left" | while read -r pid rest; do
            kill -KILL "$pid" 2>/dev/null || :
        done
        sleep 0.002
    done
    rm -rf "$home" /pgfault-small/*
}
