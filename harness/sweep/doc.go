// Package sweep is the exhaustive mode: a workload is run once and its conversation recorded, and then it is run again for
// every fault at every point of that conversation. What must be so whatever is done is judged at each: no hang, no crash,
// nothing reported that did not happen, no claim that the server's own data refute, and a next connection that works.
package sweep
