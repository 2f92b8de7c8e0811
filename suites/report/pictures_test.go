package report_test

import (
	"bytes"
	"cmp"
	"flag"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/pgfault/pgfault/harness/report/page"
)

// The pictures of the README are taken of runs of real clients, by
//
//	go test -run TestPictures . -pictures "$PWD/../../docs/img" -runs DIR,DIR -case TARGET/ID -swept DIR
var (
	pictures = flag.String("pictures", "", "an absolute folder for pictures of the page")
	runs     = flag.String("runs", "", "folders of runs, of which the pictures are taken")
	oneCase  = flag.String("case", "", "the case of them that is shown, as its address on the page has it: TARGET/ID")
	swept    = flag.String("swept", "", "the folder of a sweep")
)

// TestPictures takes the pictures, in light and in dark.
func TestPictures(t *testing.T) {
	if *pictures == "" {
		t.Skip("no pictures are asked for by -pictures")
	}
	_, id, _ := strings.Cut(*oneCase, "/")
	clients, sweep := read(t, strings.Split(*runs, ",")...), read(t, *swept)
	for _, p := range []struct {
		name, path, place string
		width, height     int64
	}{
		{"front", clients, "/", 1280, 800},
		{"matrix", clients, "/m?q=is:different family:commit", 1280, 800},
		{"case", clients, "/c/" + *oneCase, 1280, 860},
		{"sweep", sweep, "/sweep", 1000, 800},
	} {
		for _, scheme := range []string{"light", "dark"} {
			b := open(t, p.path, "/")
			b.size(p.width, scheme)
			call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: p.width, Height: p.height, DeviceScaleFactor: 1})
			b.visit(p.place)
			if got := eval[string](b, `document.querySelector('#case h1')?.textContent ?? ''`); p.name == "case" && got != id {
				t.Fatalf("the page of %s is that of %q", *oneCase, got)
			}
			data, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(*pictures, p.name+"-"+scheme+".png"), fewColors(t, data), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// read makes the page of runs.
func read(t *testing.T, folders ...string) string {
	t.Helper()
	var sources []page.Source
	for _, folder := range folders {
		s, err := page.Open(folder)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, s)
	}
	path := filepath.Join(t.TempDir(), "report.html")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := page.Write(file, sources, page.Options{Lookup: lookup}); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// fewColors is a picture with those 256 colours that it has most of: a third of the bytes.
func fewColors(t *testing.T, data []byte) []byte {
	t.Helper()
	full, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	count, bounds := map[color.Color]int{}, full.Bounds()
	for y := range bounds.Dy() {
		for x := range bounds.Dx() {
			count[full.At(x, y)]++
		}
	}
	most := slices.SortedFunc(maps.Keys(count), func(a, b color.Color) int { return cmp.Compare(count[b], count[a]) })
	few := image.NewPaletted(bounds, most[:min(len(most), 256)])
	nearest := map[color.Color]uint8{}
	for c := range count {
		nearest[c] = uint8(few.Palette.Index(c))
	}
	for y := range bounds.Dy() {
		for x := range bounds.Dx() {
			few.SetColorIndex(x, y, nearest[full.At(x, y)])
		}
	}
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, few); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
