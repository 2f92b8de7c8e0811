# commit of a transaction in which a statement has failed returns as if all were well, though the server answers COMMIT with ROLLBACK.
# PGHOST, PGPORT, PGUSER and PGDATABASE say where. Should: fail, as RaiseError asks.
use strict;
use warnings;
use DBI;

my $dbh = DBI->connect('dbi:Pg:', undef, undef, { RaiseError => 1, PrintError => 0, PrintWarn => 0 });
print "DBD::Pg $DBD::Pg::VERSION\n";
$dbh->do('DROP TABLE IF EXISTS evidence');
$dbh->do('CREATE TABLE evidence (n int)');
$dbh->begin_work;
$dbh->do('INSERT INTO evidence VALUES (1)');
eval { $dbh->do('SELECT 1/0') };
print 'a statement fails: ', $dbh->state, "\n";
print 'commit returns ', $dbh->commit, "\n";
print 'rows that are there: ', $dbh->selectrow_array('SELECT count(*) FROM evidence'), "\n";
