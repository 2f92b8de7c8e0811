package catalogue_test

import "github.com/pgfault/pgfault/harness/verdict"

// claims is what a target said, step by step, without what differs from one run to the next: texts and times.
func claims(r verdict.Result) []map[string]string {
	var all []map[string]string
	for _, o := range r.Observed {
		said := map[string]string{
			"op": string(o.Request.Op), "status": string(o.Answer.Status), "tx": string(o.Answer.Tx), "tag": o.Answer.Tag,
		}
		if e := o.Answer.Error; e != nil {
			said["condition"], said["sqlstate"], said["class"] = e.Condition, e.SQLState, e.Class
			said["origin"], said["scope"] = string(e.Origin), string(e.Scope)
			said["outcome"], said["retry"] = string(e.Outcome), string(e.Retry)
		}
		all = append(all, said)
	}
	return all
}
