package cli

import "testing"

func TestARepeatKeepsTheEnvironmentThatAShimNeeds(t *testing.T) {
	environment := []string{"PATH=/bin", "PYTHONPATH=/a dir", "NODE_PATH=/usr/share/nodejs", "HOME=/root", "PERL5LIB="}
	argv := []string{"pgfault", "run", "a/b"}
	o := &runOptions{shim: []string{"node", "shim.js"}}
	if got, want := o.again(argv, environment), "NODE_PATH=/usr/share/nodejs PYTHONPATH='/a dir' pgfault run a/b"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := new(runOptions).again(argv, environment); got != "pgfault run a/b" {
		t.Errorf("a target in this process needs none: %s", got)
	}
}
