// Package docs holds the documents, and the tests that keep what they show true: every block of code in them and in the
// README is compiled, run, or read by what reads it.
package docs
