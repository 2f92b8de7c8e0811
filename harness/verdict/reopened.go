package verdict

import "github.com/pgfault/pgfault/harness/target"

// reopened tells whether a connection that is left was opened by a call on a session or a pool that its owner had closed before,
// and that opens again when it is used: there was nobody to close it once more.
func (c *Case) reopened(l Leak) bool {
	opened, asked, closed := map[int]bool{}, map[int]string{}, closedByOwner{}
	for _, o := range c.operations() {
		for _, e := range o.exchanges() {
			if e.sent("StartupMessage") && o.Answer.Succeeded() && closed.has(o.Request) {
				opened[e.Conn] = true
			}
			if e.asks() {
				asked[e.Conn] = o.asked(e)
			}
		}
		if o.Answer.Succeeded() {
			closed.after(o.Request)
		}
	}
	for conn := range opened {
		if sql := asked[conn]; sql != "" && sql == l.Query {
			return true
		}
	}
	return false
}

// asked is the statement of an exchange of a call.
func (o Observed) asked(e Exchange) string {
	if e.SQL != "" {
		return e.SQL
	}
	return o.Request.SQL
}

// closedByOwner are the sessions and the pools that their owner has closed.
type closedByOwner map[[2]string]bool

// has tells whether a call is on one of them.
func (c closedByOwner) has(req target.Request) bool {
	return c[[2]string{"session", req.Session}] || c[[2]string{"pool", req.Pool}]
}

// after takes what a call has closed or opened.
func (c closedByOwner) after(req target.Request) {
	switch req.Op {
	case target.OpClose, target.OpConnect:
		c[[2]string{"session", req.Session}] = req.Op == target.OpClose
	case target.OpPoolClose, target.OpPoolOpen:
		c[[2]string{"pool", req.Pool}] = req.Op == target.OpPoolClose
	}
}
