# Makes an image of ours what the official image on Debian is to a program: its user, its folders, its settings, and no data
# folder of ours. The lines that begin with #! are the image's settings.
#! ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/postgresql/15/bin
#! ENV LANG=en_US.utf8
#! ENV PG_MAJOR=15
#! ENV PGDATA=/var/lib/postgresql/data
#! VOLUME /var/lib/postgresql/data
#! EXPOSE 5432
#! ENTRYPOINT ["docker-entrypoint.sh"]
#! CMD ["postgres"]
set -eu
rm -rf /var/lib/pgfault /tmp/busybox /usr/share/locale
rm -rf /usr/share/i18n /usr/share/perl* /usr/lib/*/libLLVM* /usr/lib/*/perl* # There is less to push.
# A user of that number may be there already, without anything of its own.
was=$(id -u postgres) group=$(id -g postgres)
sed -i "/^postgres:/!{/:999:/d}" /etc/passwd /etc/group
sed -i "s/^postgres:\([^:]*\):$was:$group:/postgres:\1:999:999:/" /etc/passwd
sed -i "s/^postgres:\([^:]*\):$group:/postgres:\1:999:/" /etc/group
rm -rf /var/lib/postgresql /var/run/postgresql
install -d -o postgres -g postgres -m 1777 /var/lib/postgresql /var/lib/postgresql/data
install -d -o postgres -g postgres -m 3777 /var/run/postgresql
mkdir /docker-entrypoint-initdb.d
sed -i "s/^#*listen_addresses.*/listen_addresses = '*'/" /usr/share/postgresql/15/postgresql.conf.sample
printf '#!/usr/bin/env bash\necho "the entrypoint was run" >&2\nexit 1\n' >/usr/local/bin/docker-entrypoint.sh
chmod +x /usr/local/bin/docker-entrypoint.sh
