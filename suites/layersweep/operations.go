package layersweep

import "slices"

// operations are all operations. Those of several calls are there twice: with a context of WithCall's for each call, and with
// one for all; of those in several modes, in the first.
func operations() (all []Operation) {
	for _, op := range slices.Concat(execOps(), batchOps(), statementOps(), txOps(), copyOps(), pgconnOps(), pipelineOps(), poolOps(), dbOps(), connOps()) {
		all = append(all, op)
		if len(op.Calls) > 1 && (op.Mode == "" || op.Mode == modes[0]) {
			op.OneContext = true
			all = append(all, op)
		}
	}
	return all
}
