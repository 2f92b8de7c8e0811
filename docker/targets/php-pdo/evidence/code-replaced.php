<?php
// A session is ended by an administrator (57P01), and PDO says HY000, a general error: what the server said is in the text alone.
// PGHOST, PGPORT, PGUSER and PGDATABASE say where. Should: give the code, as it does for an error that is not FATAL.

echo 'PHP ', PHP_VERSION, "\n";
foreach (['SELECT 1/0', 'SELECT pg_terminate_backend(pg_backend_pid())'] as $sql) {
    $conn = new PDO('pgsql:application_name=evidence');
    try {
        $conn->query($sql);
    } catch (PDOException $e) {
        echo $sql, "\n  code ", $e->getCode(), ', text ', strtok($e->getMessage(), "\n"), "\n";
    }
}
