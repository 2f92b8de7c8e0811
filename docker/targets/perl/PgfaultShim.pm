package PgfaultShim;

# The shim protocol for Perl: what is left to a shim is its library's own calls.
#
# A shim is an object with hello, which says what it is, and a method for each operation that its library has, named after the
# operation in the protocol (docs/shim.md): connect($request) gives the session; all others are called with ($session, $request) and
# give a hash of what they answer besides ok. state($session) is what the library says of a session now, and claim($error, $session)
# what its error says. An operation without a method is answered as unsupported. What a method dies of is the library's answer, and
# is never retried.
#
# Perl does one thing at a time, and so do these shims. Where PGFAULT_ATTACH is set the shim connects to that address, and speaks there.

use strict;
use warnings;
use IO::Handle;
use IO::Socket::INET;
use JSON::PP;
use POSIX ();

use constant PROTOCOL => 1;

my $json = JSON::PP->new->utf8->canonical->allow_nonref;

# serve speaks the protocol until there is nothing more to do.
sub serve {
    my ($shim) = @_;
    my ($source, $out) = (\*STDIN, \*STDOUT);
    if (my $address = $ENV{PGFAULT_ATTACH}) {
        $source = $out = IO::Socket::INET->new(PeerAddr => $address) or die "connect to $address: $@";
    }
    $out->autoflush(1);
    my %sessions;
    while (defined(my $line = <$source>)) {
        my $request = $json->decode($line);
        last if $request->{op} eq 'bye';
        print {$out} $json->encode({ id => $request->{id}, %{ answer($shim, \%sessions, $request) } }), "\n";
    }
    POSIX::_exit(0); # and nothing that a library would do at the end
}

sub answer {
    my ($shim, $sessions, $request) = @_;
    my $op = $request->{op};
    if ($op eq 'hello') {
        return { ok => JSON::PP::true, protocol => PROTOCOL, %{ $shim->hello } } if $request->{protocol} == PROTOCOL;
        return refused('protocol ' . PROTOCOL . ' is spoken here', 'Protocol');
    }
    my $method = $op eq 'status' ? 'state' : "op_$op";
    return { unsupported => JSON::PP::true, why => $shim->hello->{name} . " has no $op" } unless $shim->can($method);
    delete $sessions->{ $request->{session} } if $op eq 'connect'; # of an earlier scenario
    my $session = $sessions->{ $request->{session} };
    return refused("there is no $request->{session}", 'NoSession') if !$session && $op ne 'connect';
    my $answer;
    if ($op eq 'status') {
        $answer = { ok => JSON::PP::true };
    } elsif (defined(my $got = eval { $op eq 'connect' ? $shim->op_connect($request) : $shim->$method($session, $request) || {} })) {
        $session = $sessions->{ $request->{session} } = $got if $op eq 'connect';
        $answer = { ok => JSON::PP::true, $op eq 'connect' ? () : %$got };
    } else {
        my $error = $@;
        my %claim = (message => "$error", native => ref $error || 'die', %{ $shim->claim($error, $session) });
        delete @claim{ grep { !defined $claim{$_} } keys %claim };
        $answer = { ok => JSON::PP::false, error => \%claim };
    }
    return $session && $shim->can('state') ? { %$answer, %{ $shim->state($session) } } : $answer;
}

sub refused {
    my ($message, $native) = @_;
    return { ok => JSON::PP::false, error => { message => $message, native => $native } };
}

# dsn is the way in as DBI has it for DBD::Pg, whose words are libpq's. The caller's deadline is connect_timeout, in whole seconds.
sub dsn {
    my ($request) = @_;
    my %all = (dbname => $request->{database}, host => $request->{host}, port => $request->{port}, sslmode => $request->{sslmode});
    if (my $hosts = $request->{hosts}) {
        my @parts = map { /^(.*):(\d+)$/ ? [ $1, $2 ] : [ $_, '' ] } @$hosts;
        $all{host} = join ',', map { $_->[0] } @parts;
        $all{port} = join ',', map { $_->[1] } @parts;
    }
    $all{connect_timeout} = POSIX::ceil($request->{timeout_ms} / 1000) if $request->{timeout_ms};
    %all = (%all, %{ $request->{parameters} || {} });
    return 'dbi:Pg:' . join ';', map { my $v = $all{$_}; $v =~ s/([\\'])/\\$1/g; "$_='$v'" } grep { defined $all{$_} } sort keys %all;
}

# of_dbi is what DBI says of an error by its handle: the code, where the driver has given it one. S1000 is DBI's for none.
sub of_dbi {
    my ($state) = @_;
    return {} unless defined $state && $state =~ /^[0-9A-Z]{5}$/ && $state !~ /^(?:00000|S1000)$/;
    return { sqlstate => $state };
}

# rows are a statement's, as text.
sub rows {
    my ($sth) = @_;
    return $sth->{NUM_OF_FIELDS} ? { rows => [ map { [ map { defined $_ ? "$_" : undef } @$_ ] } @{ $sth->fetchall_arrayref } ] } : {};
}

# understood are the words of libpq's, which refuses what it doesn't understand.
sub understood {
    return [ qw(host hosts port dbname user password passfile channel_binding connect_timeout client_encoding options application_name
        fallback_application_name keepalives keepalives_idle keepalives_interval keepalives_count tcp_user_timeout gssencmode sslmode
        sslcert sslkey sslrootcert sslcrl sslsni requirepeer ssl_min_protocol_version ssl_max_protocol_version service
        target_session_attrs) ];
}

1;
