package report_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// prints is where what is printed is kept, to be looked at.
var prints = flag.String("prints", "", "an absolute folder for the parts of the page, printed")

// paper is the width of A4 between margins of 1 cm, in pixels.
const paper = 718

// TestEachPartCanBePrinted prints each kind of part, from a dark screen: nothing is cut at the side, what was folded is unfolded, what
// can only be used is not there, and text stands out from white.
func TestEachPartCanBePrinted(t *testing.T) {
	t.Parallel()
	m := theMatrix(t)
	check, err := os.ReadFile("accessibility.js")
	if err != nil {
		t.Fatal(err)
	}
	b := open(t, m.path, "/")
	look := func(place string, pages int) {
		b.Helper()
		b.size(1280, "dark")
		b.visit(place)
		pdf, err := chromedp.Call(b.ctx, cdppage.PrintToPDF, cdppage.PrintToPDFParams{PaperWidth: 8.27, PaperHeight: 11.69})
		if err != nil {
			t.Fatal(err)
		}
		data := pdf.Data
		if n := bytes.Count(data, []byte("/Type /Page\n")) + bytes.Count(data, []byte("/Type /Page/")); !bytes.HasPrefix(data, []byte("%PDF")) || n < 1 || n > pages {
			t.Errorf("%s is printed on %d pages, and may take %d", place, n, pages)
		}
		if *prints != "" {
			if err := os.WriteFile(filepath.Join(*prints, "print"+strings.ReplaceAll(place, "/", "-")+".pdf"), data, 0o600); err != nil {
				t.Error(err)
			}
		}
		// As it is laid out for paper, what a script can see of it.
		call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: paper, Height: 1000, DeviceScaleFactor: 1})
		call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print", Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}})
		if folded := eval[int](b, `(dispatchEvent(new Event('beforeprint')), [...document.querySelectorAll('details:not([open])')].filter((e) => e.checkVisibility()).length)`); folded > 0 {
			t.Errorf("%s: %d parts are folded", place, folded)
		}
		if wide := eval[int](b, `document.documentElement.scrollWidth`); wide > paper {
			t.Errorf("%s is %d px wide on paper of %d", place, wide, paper)
		}
		if cut := eval[[]string](b, `[...document.querySelectorAll('main *')].filter((e) => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1 && /hidden|auto|scroll/.test(getComputedStyle(e).overflowX) && !e.closest('.hide')).slice(0, 4).map((e) => e.tagName + '.' + e.className)`); len(cut) > 0 {
			t.Errorf("%s: these are cut on paper: %v", place, cut)
		}
		if left := eval[int](b, `[...document.querySelectorAll('.copy button, .wire button, input, nav')].filter((e) => e.checkVisibility()).length`); left > 0 {
			t.Errorf("%s: %d things to be used are on paper", place, left)
		}
		if back := eval[string](b, `getComputedStyle(document.body).backgroundColor`); back != "rgb(255, 255, 255)" {
			t.Errorf("%s: the paper is %s", place, back)
		}
		for _, wrong := range eval[[]string](b, string(check)) {
			t.Errorf("%s, printed: %s", place, wrong)
		}
		if folded := eval[bool](b, `(dispatchEvent(new Event('afterprint')), document.querySelectorAll('[data-folded]').length > 0)`); folded {
			t.Errorf("%s: it stays unfolded", place)
		}
	}
	all := places(m)
	look(all[0], 400) // the front, with the whole matrix
	for _, place := range all[3:] {
		look(place, 12)
	}
	b = open(t, sweepPage(t), "/sweep")
	look("/sweep", 4)
}
