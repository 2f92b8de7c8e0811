package scenario

import "slices"

// given checks what stands before the first step.
func (v *validator) given(g Given) {
	for _, field := range []struct {
		name, value string
		may         []string
	}{
		{"Standby", g.Standby, []string{"only", "first", "second"}},
		{"Certificate", g.Certificate, []string{"trusted", "expired", "wrong_host", "untrusted"}},
		{"Pooler", g.Pooler, []string{"session", "transaction", "statement"}},
	} {
		if field.value != "" && !slices.Contains(field.may, field.value) {
			v.add("%s is one of %q, or empty", field.name, field.may)
		}
	}
	if g.Disk < 0 || g.WALDisk < 0 {
		v.add("Disk and WALDisk can't be negative")
	}
	if g.WALDisk > 0 && (g.Disk > 0 || g.Standby != "") {
		v.add("WALDisk goes with no Disk and no Standby")
	}
	if g.Pooler == "" && len(g.PoolerSettings) > 0 {
		v.add("PoolerSettings need a Pooler")
	}
	if g.Pooler != "" && (g.Standby == "only" || g.Certificate != "" && g.Certificate != "trusted") {
		v.add("a Pooler stands before a server without TLS or with a certificate that is good, and not before its standby")
	}
}
