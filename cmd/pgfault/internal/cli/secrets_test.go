package cli_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/hex"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// secrets are what must be in no output: the parts of SCRAM that prove or verify a password, what a server keeps of one, and a
// password in a DSN.
var secrets = regexp.MustCompile(`\b[pv]=[A-Za-z0-9+/]{20,}|SCRAM-SHA-256\$\d|\bmd5[0-9a-f]{32}\b|postgres(?:ql)?://[^\s:/@"]+:[^\s@"x*][^\s@"]*@`)

// hexDigits are bytes of a message, as they are kept.
var hexDigits = regexp.MustCompile(`\b(?:[0-9a-f]{2}){12,}\b`)

var packed = regexp.MustCompile(`<script type="application/octet-stream" id="[a-z0-9-]+">([^<]*)</script>`)

// TestNoSecretIsInAnyOutput fails with evidence, and looks for secrets in all that is left and printed: the record, the evidence, the
// page with what is compressed in it, JUnit, the step's summary and the annotations.
func TestNoSecretIsInAnyOutput(t *testing.T) {
	t.Setenv(actAsShim, "1")
	folder := t.TempDir()
	t.Setenv("GITHUB_STEP_SUMMARY", filepath.Join(folder, "summary.md"))
	t.Setenv("GITHUB_ACTIONS", "true")
	got := call("", "run", "network/reset-after-simple-insert", "connect/wrong-password", "--postgres", "native", "--out", filepath.Join(folder, "results"),
		"--junit", filepath.Join(folder, "junit.xml"), "--html", filepath.Join(folder, "report.html"), "--", os.Args[0])
	if got.code != 1 {
		t.Fatalf("it ends with %d, and nothing is kept: %s%s", got.code, got.stdout, got.stderr)
	}
	decoded := 0
	look := func(where string, data []byte) {
		if found := secrets.Find(data); found != nil {
			t.Errorf("%s has %q", where, found)
		}
		for _, digits := range hexDigits.FindAll(data, -1) { // what is said in another form is said as well
			body := make([]byte, hex.DecodedLen(len(digits)))
			if _, err := hex.Decode(body, digits); err == nil {
				decoded++
				if found := secrets.Find(body); found != nil {
					t.Errorf("%s has the bytes of %q", where, found)
				}
			}
		}
	}
	look("stdout", []byte(got.stdout))
	look("stderr", []byte(got.stderr))
	files := 0
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		look(path, data)
		for _, blob := range packed.FindAllSubmatch(data, -1) {
			look(path, unpack(t, string(blob[1])))
		}
		return nil
	})
	if err != nil || files < 6 {
		t.Errorf("%d files were looked at: %v", files, err)
	}
	if decoded < 10 {
		t.Errorf("only %d messages have bytes", decoded)
	}
	if !secrets.MatchString("p=" + base64.StdEncoding.EncodeToString(make([]byte, 32))) {
		t.Error("a proof is not found where it is")
	}
}

func unpack(t *testing.T, text string) []byte {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
