package cli

import (
	"context"
	"io"
	"strings"
	"testing"
)

func TestOnlyLoopbackIsListenedOn(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.1:7000": "take an address of loopback", "localhost": "bad --attach", ":7000": "take an address of loopback", "0.0.0.0:0": "take an address",
	} {
		o := attachOptions{address: address, stderr: io.Discard}
		if _, err := o.target(t.Context()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", address, err)
		}
	}
	o := attachOptions{address: "127.0.0.1:0", stderr: io.Discard}
	tgt, err := o.target(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := tgt.Close(context.Background()); err != nil {
		t.Error(err)
	}
}
