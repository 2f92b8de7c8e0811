# Makes an image of ours what the official image on Alpine is to a program: BusyBox in place of Debian's tools, the binaries below
# /usr/local, the user of Alpine's number. What it can't be is another libc. The lines that begin with #! are the image's settings.
#! ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
#! ENV LANG=en_US.utf8
#! ENV PG_MAJOR=15
#! ENV PGDATA=/var/lib/postgresql/data
#! VOLUME /var/lib/postgresql/data
#! EXPOSE 5432
#! ENTRYPOINT ["docker-entrypoint.sh"]
#! CMD ["postgres"]
set -eu
cp /tmp/busybox /busybox
exec /busybox sh -s <<'END'
set -eu
/busybox mv /usr/lib/postgresql/15/bin/* /usr/local/bin/
/busybox mv /usr/lib/postgresql/15/lib/* /usr/local/lib/
# Its tools come from packages; all that is left of Debian are libraries, and what PostgreSQL reads.
/busybox rm -rf /usr/lib/postgresql/15/bin /usr/bin/* /usr/sbin/* /var/lib/pgfault /tmp/busybox /var/lib/dpkg /usr/share/locale /usr/share/i18n /usr/share/perl* /usr/lib/*/libLLVM* /usr/lib/*/perl* /etc/passwd /etc/group /etc/shadow
/busybox mv /busybox /usr/bin/busybox
/usr/bin/busybox --install -s /usr/bin
export PATH=/usr/local/bin:/usr/bin
printf 'root:x:0:0:root:/root:/bin/sh\npostgres:x:70:70:PostgreSQL user:/var/lib/postgresql:/bin/sh\n' >/etc/passwd
printf 'root:x:0:\npostgres:x:70:\n' >/etc/group
rm -rf /var/lib/postgresql /var/run/postgresql
for folder in /var/lib/postgresql /var/lib/postgresql/data /var/run/postgresql; do
    mkdir -p "$folder"
    chown postgres:postgres "$folder"
    chmod 1777 "$folder"
done
mkdir /docker-entrypoint-initdb.d
sed -i "s/^#*listen_addresses.*/listen_addresses = '*'/" /usr/share/postgresql/15/postgresql.conf.sample
printf '#!/bin/sh\necho "the entrypoint was run" >&2\nexit 1\n' >/usr/local/bin/docker-entrypoint.sh
chmod +x /usr/local/bin/docker-entrypoint.sh
END
