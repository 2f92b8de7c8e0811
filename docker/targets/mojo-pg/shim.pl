#!/usr/bin/perl
# Mojo::Pg as its documentation uses it: a Mojo::Pg with its cache of handles, db, query with placeholders, begin and commit.
#
# It has no deadline for a call: connect_timeout bounds the connect alone, in whole seconds. BEGIN goes with the first statement of a
# transaction.

package MojoPgShim;

use strict;
use warnings;
use File::Basename;
use Mojo::Pg;
use lib dirname(__FILE__) . '/../perl';
use PgfaultShim;

sub hello {
    return {
        name => 'mojo-pg', version => $Mojo::Pg::VERSION, language => 'perl', capabilities => ['tx'], reports => ['sqlstate'],
        traits => {
            deadline => 'none', connect_timeout_granularity_ms => 2000, cancel => 'none', begin => 'lazy', dsn => PgfaultShim::understood(),
        },
        homepage => 'https://metacpan.org/pod/Mojo::Pg', issues_url => 'https://github.com/mojolicious/mojo-pg/issues',
    };
}

sub op_connect {
    my ($self, $request) = @_;
    my $pg = Mojo::Pg->new->dsn(PgfaultShim::dsn($request))->username($request->{user})->password($request->{password} // '');
    $pg->options->{pg_bool_tf} = 1;
    return { pg => $pg, db => $pg->db };
}

sub op_close { $_[1]{db}->disconnect; return }

sub op_query {
    my ($self, $session, $request) = @_;
    return PgfaultShim::rows($session->{db}->query($request->{sql}, @{ $request->{args} || [] })->sth);
}

sub op_begin {
    my ($self, $session) = @_;
    $session->{tx} = $session->{db}->begin;
    return;
}

sub op_commit {
    my ($self, $session) = @_;
    my $tx = delete $session->{tx} or die "no transaction was begun\n";
    $tx->commit;
    return;
}

# A transaction is rolled back by letting go of it.
sub op_rollback {
    my ($self, $session) = @_;
    delete $session->{tx} or die "no transaction was begun\n";
    return;
}

sub claim {
    my ($self, $error, $session) = @_;
    return PgfaultShim::of_dbi($session ? $session->{db}->dbh->state : $DBI::state);
}

PgfaultShim::serve(bless {}, __PACKAGE__) unless caller;
