# create() whose connection ends before its answer is done again on another connection: the row is there twice.
# PGHOST, PGPORT, PGUSER and PGDATABASE say where; a relay in the program lets the first INSERT through, and not its answer.
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;

package Schema::Result::Evidence { use base 'DBIx::Class::Core'; __PACKAGE__->table('evidence'); __PACKAGE__->add_columns('n') }
package Schema { use base 'DBIx::Class::Schema'; __PACKAGE__->register_class('Evidence', 'Schema::Result::Evidence') }

my $front = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Listen => 5) or die $!;
my $relay = fork // die $!;
if (!$relay) {
    my $lost = 0;
    while (my $client = $front->accept) {
        my $server = IO::Socket::INET->new(PeerAddr => $ENV{PGHOST}, PeerPort => $ENV{PGPORT}) or die $!;
        my ($select, $asked, $open) = (IO::Select->new($client, $server), 0, 1);
        while ($open) {
            for my $from ($select->can_read) {
                $open &&= $from->sysread(my $data, 65536);
                $asked = 1 if $from == $client && $data =~ /INSERT/;
                ($lost, $open) = (1, 0) if $from == $server && $asked && !$lost; # the server has answered
                ($from == $client ? $server : $client)->syswrite($data) if $open;
            }
        }
        $_->close for $client, $server;
    }
    exit;
}
my $port = $front->sockport;
my $schema = Schema->connect("dbi:Pg:host=127.0.0.1;port=$port;sslmode=disable", $ENV{PGUSER}, '', { RaiseError => 1, PrintError => 0 });
print "DBIx::Class $DBIx::Class::VERSION\n";
$schema->storage->dbh->do('DROP TABLE IF EXISTS evidence');
$schema->storage->dbh->do('CREATE TABLE evidence (n int)');
print 'create() is called once', ($schema->resultset('Evidence')->create({ n => 1 }) ? ', and returns' : ''), "\n";
print 'rows that are there: ', $schema->resultset('Evidence')->count, "\n";
kill TERM => $relay;
