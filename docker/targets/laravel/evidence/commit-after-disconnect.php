<?php
// commit() after the connection was let go of returns as if all were well, and what was written is gone.
// PGHOST, PGPORT, PGUSER and PGDATABASE say where. Should: fail.

use Illuminate\Database\Capsule\Manager;

require '/usr/share/php/Illuminate/Database/autoload.php';
$manager = new Manager();
$manager->addConnection(['driver' => 'pgsql', 'host' => getenv('PGHOST'), 'port' => getenv('PGPORT'), 'username' => getenv('PGUSER'),
    'password' => '', 'database' => getenv('PGDATABASE')]);
$conn = $manager->getConnection();
$conn->unprepared('DROP TABLE IF EXISTS evidence; CREATE TABLE evidence (n int)');
$conn->beginTransaction();
$conn->table('evidence')->insert(['n' => 1]);
$conn->disconnect();
$conn->commit();
echo "commit() returns\n";
$conn->reconnect();
echo 'rows that are there: ', $conn->table('evidence')->count(), "\n";
