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
	_, code, _ := strings.Cut(string(source), "\npackage ")
	if shown := "\n```go\npackage " + code + "```\n"; !strings.Contains(string(readme), shown) {
		t.Errorf("the README lacks:%s", shown)
	}
}
