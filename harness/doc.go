// Package harness gives a real PostgreSQL database behind an endpoint that breaks on demand.
//
// Start is for tests, as httptest.NewServer is; Open is for programs that handle errors themselves. Both give an address
// to connect to, a way to cause faults on it, a record of what the wire carried, and a side channel to the server that
// no fault touches.
package harness
