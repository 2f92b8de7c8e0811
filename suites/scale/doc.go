// Package scale runs the shards of a run as an orchestrator does.
package scale
