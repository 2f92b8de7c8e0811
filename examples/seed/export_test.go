package main

// Run is run, for the test.
var Run = run
