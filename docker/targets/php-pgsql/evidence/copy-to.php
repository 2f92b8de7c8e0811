<?php
// COPY of a query that fails after its first rows: pg_copy_to gives these rows, and no failure.
// PGHOST, PGPORT, PGUSER and PGDATABASE say where. Should: give false, as for a query that fails before its first row.

$conn = pg_connect('application_name=evidence');
$rows = pg_copy_to($conn, '(SELECT n, 10 / (5 - n) FROM generate_series(1, 9) AS n)');
var_dump($rows === false ? false : count($rows)); // int(4), of nine
echo pg_last_error($conn), "\n";
