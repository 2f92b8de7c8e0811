package shimcheck

import (
	"context"
	"net"
	"net/url"
	"time"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// connecting are the items of connect, close and status.
var connecting = []item{
	{what: "connect and close", try: connectAndClose},
	{what: "a connect that is refused, one with a wrong password, and the trait codes", try: connectFails},
	{what: "a session's name recurs: nothing is carried over from an earlier scenario", try: carriedOver},
	{what: "a connection that was lost", try: lostConnection},
	{what: "status, without asking the server", needs: target.CapStatus, try: status},
}

func connectAndClose(ctx context.Context, t *trial) {
	a, ok := t.must(ctx, target.Request{Op: target.OpConnect, Session: "a"})
	if !ok {
		return
	}
	if t.hello.Speaks(target.ReportStatus) && a.Status != pgdiag.StatusOpen {
		t.problem("connect: status is %q, and must be open", a.Status)
	}
	t.open = nil
	if a, ok = t.must(ctx, target.Request{Op: target.OpClose, Session: "a"}); !ok {
		return
	}
	if a.Status == pgdiag.StatusOpen {
		t.problem("close: status is still open")
	}
	if t.hello.Has().Pool != target.PoolReplaces {
		t.mustFail(ctx, query("SELECT 1"), "its session is closed")
	} else if a, _ := t.ask(ctx, query("SELECT 1")); a.Succeeded() {
		t.note("the session is closed, and is connected again by its next use")
	}
}

func connectFails(ctx context.Context, t *trial) {
	nobody, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		t.problem("the check itself failed: %v", err)
		return
	}
	at := nobody.Addr().String()
	_ = nobody.Close()
	u, err := url.Parse(t.rig.DSN())
	if err != nil {
		t.problem("the check itself failed: %v", err)
		return
	}
	wrong := *u
	u.Host = at
	refused := target.Request{Op: target.OpConnect, Session: "a"}
	if a, ok := t.mustFail(ctx, refused.Leading(u.String()), "nothing listens there"); ok && a.Status == pgdiag.StatusOpen {
		t.problem("a connect that was refused: status is open, of a connection that never was")
	}
	wrong.User = url.UserPassword(u.User.Username(), "wrong")
	a, ok := t.mustFail(ctx, refused.Leading(wrong.String()), "the password is wrong")
	if !ok || !t.hello.Speaks(target.ReportSQLState) || a.Error == nil {
		return
	}
	switch told := a.Error.SQLState == "28P01"; {
	case !told && t.hello.Has().Codes == target.CodesAll:
		t.note(`a wrong password: the server's code is 28P01, and the client says %q: should the trait "codes":"statement" be declared?`, a.Error.SQLState)
	case told && t.hello.Has().Codes == target.CodesStatement:
		t.note(`a wrong password: its code is passed on, where the trait "codes":"statement" says that it may be lost`)
	}
}

// carriedOver leaves a transaction open in a session, and connects another one by its name, and then one that fails.
func carriedOver(ctx context.Context, t *trial) {
	if !t.connect(ctx) {
		return
	}
	if t.hello.Supports(target.CapTx) {
		if _, ok := t.must(ctx, target.Request{Op: target.OpBegin, Session: "a"}); !ok {
			return
		}
	}
	if _, ok := t.must(ctx, query("CREATE TABLE shim_check_old ()")); !ok || !t.connect(ctx) {
		return
	}
	if _, ok := t.must(ctx, query("CREATE TABLE shim_check_new ()")); !ok {
		return
	}
	if t.admin(ctx, "SELECT count(*)::text FROM pg_class WHERE relname = 'shim_check_new'") != "1" {
		t.problem("a new session is in the transaction of an earlier one of its name")
	}
	u, _ := url.Parse(t.rig.DSN())
	u.Path = "/nowhere_to_be_found"
	failing := target.Request{Op: target.OpConnect, Session: "a"}
	if _, ok := t.mustFail(ctx, failing.Leading(u.String()), "there is no such database"); !ok {
		return
	}
	t.mustFail(ctx, query("SELECT 1"), "the connect before it failed: it was answered by an earlier session of the same name")
	t.admin(ctx, "DROP TABLE IF EXISTS shim_check_new, shim_check_old")
}

func lostConnection(ctx context.Context, t *trial) {
	if !t.connect(ctx) {
		return
	}
	if t.admin(ctx, "SELECT count(pg_terminate_backend(pid))::text FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'") == "0" {
		t.problem("it has connected, and the server knows of no connection")
		return
	}
	a, ok := t.ask(ctx, query("SELECT 1"))
	switch {
	case !ok:
	case a.Succeeded():
		t.note("the session's end is not passed on: its connection is replaced")
		if t.hello.Speaks(target.ReportDisconnect) || t.hello.Supports(target.CapStatus) {
			t.note("what a lost connection looks like is therefore not known here")
		}
	case t.hello.Speaks(target.ReportStatus) && a.Status == pgdiag.StatusOpen && t.hello.Has().StatusDelayMS == 0:
		t.note("after the connection was lost its status is open")
	}
}

func status(ctx context.Context, t *trial) {
	if !t.connect(ctx) {
		return
	}
	mark := t.rig.Stage().Mark()
	start := time.Now()
	a, ok := t.must(ctx, target.Request{Op: target.OpStatus, Session: "a"})
	if !ok {
		return
	}
	if a.Status == "" && a.Tx == "" {
		t.problem("status: it says neither status nor tx")
	}
	if sent := t.rig.Stage().Since(mark); len(sent) > 0 {
		t.problem("status: it has asked the server (%s), and should say what is known without that", sent[0].Type)
	}
	if took := time.Since(start); took > time.Second {
		t.problem("status: it took %s", took.Round(time.Millisecond))
	}
}
