// Package report looks at the page of results in a real browser. It is a module of its own, so that nobody who requires pgfault
// gets a browser's client with it.
package report
