package report_test

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// limit bounds what one test does in the browser.
const limit = 2 * time.Minute

// browser is a tab, and what went wrong in it.
type browser struct {
	*testing.T
	ctx context.Context

	mu       sync.Mutex
	problems []string
}

// open opens a file in a browser, at a part of it, and waits until that is shown. At the end nothing may have gone wrong:
// no error on the console, no exception, nothing asked of the network.
func open(t *testing.T, path, hash string) *browser {
	t.Helper()
	tab, closeTab := chromedp.NewContext(chromium(t))
	t.Cleanup(closeTab)
	b := &browser{T: t}
	if err := chromedp.Listen(tab, b.listen); err != nil { // it opens the tab
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(tab, limit)
	t.Cleanup(cancel)
	b.ctx = ctx
	call(b, network.Enable, network.EnableParams{})
	call(b, log.Enable, cdp.Empty{})
	b.do(chromedp.Navigate("file://" + path + "#" + hash))
	b.awaitShown("#" + hash)
	t.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, p := range b.problems {
			t.Errorf("the browser says: %s", p)
		}
	})
	return b
}

// running is the one browser that all tests have their tabs in, and what ends it.
var running struct {
	sync.Once
	ctx  context.Context
	err  error
	ends []func()
}

// chromium is the browser, which is started for the first test that needs one.
func chromium(t *testing.T) context.Context {
	t.Helper()
	path := find(t)
	running.Do(func() {
		// There is no sandbox for root, in containers least of all; the page is ours.
		options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU)
		allocator, closeAllocator := chromedp.NewExecAllocator(context.Background(), options...)
		first, closeFirst := chromedp.NewContext(allocator)
		running.ctx, running.ends = first, []func(){closeFirst, closeAllocator}
		running.err = chromedp.Do(first, chromedp.Navigate("about:blank"))
	})
	if running.err != nil {
		t.Fatal(running.err)
	}
	return running.ctx
}

// find finds the browser. Where CI asks for everything, one that is missing is a failure; elsewhere it says what to install.
func find(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") != "" {
		t.Fatal("there is no chromium here; scripts/need chromium installs it")
	}
	t.Skip("there is no chromium here; scripts/need chromium installs it")
	return ""
}

func (b *browser) listen(event any) {
	said := ""
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		said = e.ExceptionDetails.Text
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "warning" {
			said = "console: " + string(e.Type)
			for _, a := range e.Args {
				said += " " + string(a.Value)
			}
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == "error" || e.Entry.Level == "warning" {
			said = "log: " + e.Entry.Text
		}
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; !strings.HasPrefix(u, "file://") && !strings.HasPrefix(u, "data:") {
			said = "it asked the network for " + u
		}
	case *cdppage.EventJavascriptDialogOpening:
		said = "a dialog: " + e.Message
	}
	if said != "" {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.problems = append(b.problems, said)
	}
}

func (b *browser) do(actions ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.Fatal(err)
	}
}

// call gives the browser a command of its protocol.
func call[P, R any](b *browser, command cdp.Command[P, R], params P) {
	b.Helper()
	if _, err := chromedp.Call(b.ctx, command, params); err != nil {
		b.Fatal(err)
	}
}

// eval gives what a script comes to.
func eval[T any](b *browser, script string) T {
	b.Helper()
	out, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatal(err)
	}
	return out
}

// awaitShown waits until the page has shown what its address names.
func (b *browser) awaitShown(hash string) {
	b.Helper()
	b.do(chromedp.Poll[chromedp.Void](`document.body.dataset.shown === location.hash && decodeURIComponent(location.hash) === decodeURIComponent(` + quote(hash) + `)`))
}

// awaitAny waits until the page has shown what its address names, whatever that is.
func (b *browser) awaitAny() string {
	b.Helper()
	b.do(chromedp.Poll[chromedp.Void](`document.body.dataset.shown === location.hash`))
	return eval[string](b, `location.hash`)
}

// visit goes to a part of the page.
func (b *browser) visit(hash string) {
	b.Helper()
	b.do(chromedp.Evaluate[chromedp.Void](`location.hash = ` + quote("#"+hash)))
	b.awaitShown("#" + hash)
}

// size gives the window a width, and a scheme of colours.
func (b *browser) size(width int64, scheme string) {
	b.Helper()
	call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: 900, DeviceScaleFactor: 1})
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
}
