<?php
// commit() of a transaction in which a statement has failed returns true, though the server answers COMMIT with ROLLBACK.
// PGHOST, PGPORT, PGUSER and PGDATABASE say where.

$conn = new PDO('pgsql:application_name=evidence');
echo 'PHP ', PHP_VERSION, "\n";
$conn->exec('DROP TABLE IF EXISTS evidence; CREATE TABLE evidence (n int)');
$conn->beginTransaction();
$conn->exec('INSERT INTO evidence VALUES (1)');
try {
    $conn->query('SELECT 1/0');
} catch (PDOException $e) {
    echo 'a statement fails: ', $e->getCode(), "\n";
}
echo 'commit() returns ';
var_dump($conn->commit());
echo 'rows that are there: ', $conn->query('SELECT count(*) FROM evidence')->fetchColumn(), "\n";
