<?php
// A statement on a connection that the server has ended ends the process with a segmentation fault.
// PGHOST, PGPORT, PGUSER and PGDATABASE say where. Should: throw, as for any failure.
$conn = new pq\Connection('application_name=evidence');
$other = new pq\Connection('application_name=other');
echo 'pq ', phpversion('pq'), "\n";
$other->exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'evidence'");
foreach ([1, 2] as $n) {
    try {
        $conn->exec('SELECT 1');
    } catch (Throwable $e) {
        echo "exec $n throws ", get_class($e), ': ', $e->getMessage(), "\n";
    }
}
