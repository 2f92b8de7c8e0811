package stock

// Wide is a query whose answer is too long for any client to have read it whole by accident: 8 rows of 100 kB.
const Wide = `SELECT n, repeat('x', 100000) FROM generate_series(1, 8) AS n`
