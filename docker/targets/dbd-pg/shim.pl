#!/usr/bin/perl
# DBD::Pg as DBI's and its own documentation have it: RaiseError, AutoCommit, prepare and execute, begin_work, pg_putcopydata.
#
# It has no deadline for a call: connect_timeout bounds the connect alone, in whole seconds. BEGIN goes with the first statement of a
# transaction.

package DBDPgShim;

use strict;
use warnings;
use DBD::Pg;
use DBI;
use File::Basename;
use Time::HiRes;
use lib dirname(__FILE__) . '/../perl';
use PgfaultShim;

sub hello {
    return {
        name => 'dbd-pg', version => "$DBD::Pg::VERSION", language => 'perl',
        capabilities => [qw(tx prepare copy listen)], reports => ['sqlstate'],
        traits => {
            deadline => 'none', connect_timeout_granularity_ms => 2000, cancel => 'none', begin => 'lazy', dsn => PgfaultShim::understood(),
        },
        homepage => 'https://metacpan.org/pod/DBD::Pg', issues_url => 'https://github.com/bucardo/dbdpg/issues',
    };
}

sub op_connect {
    my ($self, $request) = @_;
    my $dbh = DBI->connect(PgfaultShim::dsn($request), $request->{user}, $request->{password},
        { AutoCommit => 1, RaiseError => 1, PrintError => 0, pg_bool_tf => 1 });
    return { dbh => $dbh, statements => {} };
}

sub op_close { $_[1]{dbh}->disconnect; return }

sub op_query {
    my ($self, $session, $request) = @_;
    my $sth = $session->{dbh}->prepare($request->{sql});
    $sth->execute(@{ $request->{args} || [] });
    return PgfaultShim::rows($sth);
}

sub op_begin { $_[1]{dbh}->begin_work; return }

sub op_commit { $_[1]{dbh}->commit; return }

sub op_rollback { $_[1]{dbh}->rollback; return }

sub op_prepare {
    my ($self, $session, $request) = @_;
    $session->{statements}{ $request->{name} } = $session->{dbh}->prepare($request->{sql}, { pg_prepare_now => 1 });
    return;
}

sub op_execute {
    my ($self, $session, $request) = @_;
    my $sth = $session->{statements}{ $request->{name} };
    $sth->execute(@{ $request->{args} || [] });
    return PgfaultShim::rows($sth);
}

# A copy has no end but the one that keeps what was sent: where the source fails nothing is left to call.
sub op_copy_in {
    my ($self, $session, $request) = @_;
    my $dbh = $session->{dbh};
    $dbh->do($request->{sql});
    $dbh->pg_putcopydata("$_\n") for @{ $request->{rows} || [] };
    die "$request->{fail}\n" if defined $request->{fail};
    $dbh->pg_putcopyend;
    return;
}

sub op_copy_out {
    my ($self, $session, $request) = @_;
    my $dbh = $session->{dbh};
    $dbh->do($request->{sql});
    my @rows;
    my $line = '';
    while ($dbh->pg_getcopydata($line) >= 0) {
        chomp $line;
        push @rows, $line;
    }
    return { rows => \@rows };
}

sub op_listen {
    my ($self, $session, $request) = @_;
    $session->{dbh}->do('LISTEN ' . $session->{dbh}->quote_identifier($request->{channel}));
    return;
}

# A program asks for notifications whenever its socket has something to read.
sub op_wait_notification {
    my ($self, $session, $request) = @_;
    my $dbh = $session->{dbh};
    my $end = Time::HiRes::time() + ($request->{timeout_ms} || 1e9) / 1000;
    while (1) {
        if (my $came = $dbh->pg_notifies) {
            return { channel => $came->[0], payload => $came->[2] };
        }
        my $left = $end - Time::HiRes::time();
        my $bits = '';
        vec($bits, $dbh->{pg_socket}, 1) = 1;
        die "no notification within the caller's time\n" if $left <= 0 || !select($bits, undef, undef, $left);
    }
}

sub claim {
    my ($self, $error, $session) = @_;
    return PgfaultShim::of_dbi($session ? $session->{dbh}->state : $DBI::state);
}

PgfaultShim::serve(bless {}, __PACKAGE__) unless caller;
