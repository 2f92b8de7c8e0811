#!/usr/bin/perl
# DBIx::Class over DBD::Pg: a schema, its storage's dbh_do, txn_begin, txn_commit and txn_rollback.
#
# It has no deadline for a call: connect_timeout bounds the connect alone, in whole seconds. BEGIN goes with the first statement of a
# transaction.

package DBIxClassShim::Schema;

use strict;
use warnings;
use base 'DBIx::Class::Schema';

package DBIxClassShim;

use strict;
use warnings;
use DBIx::Class;
use DBI;
use File::Basename;
use lib dirname(__FILE__) . '/../perl';
use PgfaultShim;

sub hello {
    return {
        name => 'dbix-class', version => DBIx::Class->VERSION, language => 'perl', capabilities => ['tx'], reports => ['sqlstate'],
        traits => {
            deadline => 'none', connect_timeout_granularity_ms => 2000, cancel => 'none', begin => 'lazy', pool => 'replaces',
            dsn => PgfaultShim::understood(),
        },
        homepage => 'https://metacpan.org/pod/DBIx::Class', issues_url => 'https://github.com/Perl5/DBIx-Class/issues',
    };
}

sub op_connect {
    my ($self, $request) = @_;
    my $schema = DBIxClassShim::Schema->connect(PgfaultShim::dsn($request), $request->{user}, $request->{password}, { pg_bool_tf => 1 });
    $schema->storage->ensure_connected;
    return { schema => $schema };
}

sub op_close { $_[1]{schema}->storage->disconnect; return }

sub op_query {
    my ($self, $session, $request) = @_;
    return $session->{schema}->storage->dbh_do(sub {
        my ($storage, $dbh) = @_;
        my $sth = $dbh->prepare($request->{sql});
        $sth->execute(@{ $request->{args} || [] });
        return PgfaultShim::rows($sth);
    });
}

sub op_begin { $_[1]{schema}->txn_begin; return }

sub op_commit { $_[1]{schema}->txn_commit; return }

sub op_rollback { $_[1]{schema}->txn_rollback; return }

# An exception of DBIx::Class is a text; the code is DBI's last.
sub claim { return PgfaultShim::of_dbi($DBI::state) }

PgfaultShim::serve(bless {}, __PACKAGE__) unless caller;
