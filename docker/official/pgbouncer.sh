# Makes our image of pgbouncer what edoburu/pgbouncer is to a program: BusyBox, and a user who is set in the image. The lines
# that begin with #! are the image's settings.
#! ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
#! USER pooler
#! EXPOSE 5432
#! ENTRYPOINT ["/entrypoint.sh"]
#! CMD ["/usr/bin/pgbouncer", "/etc/pgbouncer/pgbouncer.ini"]
set -eu
cp /tmp/busybox /busybox
exec /busybox sh -s <<'END'
set -eu
pgbouncer=$(command -v pgbouncer)
/busybox mv "$pgbouncer" /pgbouncer
/busybox rm -rf /usr/bin/* /usr/sbin/* /tmp/busybox /var/lib/dpkg /usr/share/perl* /usr/lib/*/perl* /etc/passwd /etc/group /etc/shadow
/busybox mv /pgbouncer /busybox /usr/bin/
/usr/bin/busybox --install -s /usr/bin
export PATH=/usr/bin
printf 'root:x:0:0:root:/root:/bin/sh\npooler:x:70:70:a user of its own:/var/lib/postgresql:/bin/sh\n' >/etc/passwd
printf 'root:x:0:\npooler:x:70:\n' >/etc/group
printf '#!/bin/sh\necho "the entrypoint was run" >&2\nexit 1\n' >/entrypoint.sh
chmod +x /entrypoint.sh
END
