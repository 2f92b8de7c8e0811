# A statement handle is executed again after a column was added to its table: the fetch ends the program with a segmentation fault.
# PGHOST, PGPORT, PGUSER and PGDATABASE say where. Should: give the new row, or fail.
use strict;
use warnings;
use DBI;

$| = 1;
my ($one, $other) = map { DBI->connect('dbi:Pg:', undef, undef, { RaiseError => 1, PrintError => 0 }) } 1, 2;
$one->do('DROP TABLE IF EXISTS item');
$one->do('CREATE TABLE item (id int)');
$one->do('INSERT INTO item VALUES (1)');

my $sth = $one->prepare('SELECT * FROM item');
$sth->execute;
print 'before: ', scalar @{ $sth->fetchall_arrayref }, " row\n";
$other->do('ALTER TABLE item ADD COLUMN price int');
$sth->execute;
print "executed again\n";
print 'after: ', scalar @{ $sth->fetchall_arrayref }, " row\n";
