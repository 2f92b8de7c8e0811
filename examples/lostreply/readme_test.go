package lostreply_test

import (
	"os"
	"strings"
	"testing"
)

// TestTheReadmeShowsThisTest keeps the README's test the one that is run here.
func TestTheReadmeShowsThisTest(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("lost_reply_test.go")
	if err != nil {
		t.Fatal(err)
	}
	_, code, _ := strings.Cut(string(source), "func TestLostReply")
	code, _, _ = strings.Cut(code, "\nfunc connect")
	if !strings.Contains(string(readme), code) {
		t.Errorf("the README lacks:\nfunc TestLostReply%s", code)
	}
}
