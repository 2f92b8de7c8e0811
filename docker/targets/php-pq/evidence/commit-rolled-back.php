<?php
// commit() of a pq\Transaction in which a statement has failed returns as if all were well, though the server answers COMMIT with ROLLBACK.
// PGHOST, PGPORT, PGUSER and PGDATABASE say where.
$conn = new pq\Connection('application_name=evidence');
echo 'pq ', phpversion('pq'), "\n";
$conn->exec('DROP TABLE IF EXISTS evidence');
$conn->exec('CREATE TABLE evidence (n int)');
$tx = $conn->startTransaction();
$conn->exec('INSERT INTO evidence VALUES (1)');
try {
    $conn->exec('SELECT 1/0');
} catch (pq\Exception $e) {
    echo 'a statement fails: ', $e->sqlstate, "\n";
}
$tx->commit();
echo "commit() returns\n";
echo 'rows that are there: ', $conn->exec('SELECT count(*) FROM evidence')->fetchRow()[0], "\n";
