<?php
// A statement whose connection ends after it was done is run again on a new connection, outside of a transaction: an INSERT is done twice.
// PGHOST, PGPORT, PGUSER and PGDATABASE say where. Should: run again only what was not sent.

use Illuminate\Database\Capsule\Manager;

require '/usr/share/php/Illuminate/Database/autoload.php';
$manager = new Manager();
$manager->addConnection(['driver' => 'pgsql', 'host' => getenv('PGHOST'), 'port' => getenv('PGPORT'), 'username' => getenv('PGUSER'),
    'password' => '', 'database' => getenv('PGDATABASE'), 'options' => [PDO::ATTR_EMULATE_PREPARES => true]]);
$conn = $manager->getConnection();
$conn->unprepared('DROP TABLE IF EXISTS evidence; CREATE TABLE evidence (n int)');
// The row is committed, and then the session is ended, as an administrator or a failover does, until there are two.
$conn->statement('BEGIN; INSERT INTO evidence VALUES (1); COMMIT; SELECT pg_terminate_backend(pg_backend_pid()) FROM evidence HAVING count(*) < 2');
echo 'one INSERT was asked for, and reported as done; rows that are there: ', $conn->table('evidence')->count(), "\n";
