package provide_test

import (
	"regexp"
	"testing"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// That a server accepts the password is seen by every test that connects; here, that it is not in what is passed on.
func TestVerifier(t *testing.T) {
	password := provide.NewPassword()
	verifier, err := provide.Verifier(password)
	if err != nil {
		t.Fatal(err)
	}
	form := regexp.MustCompile(`^SCRAM-SHA-256\$4096:[A-Za-z0-9+/=]{24}\$[A-Za-z0-9+/=]{44}:[A-Za-z0-9+/=]{44}$`)
	if !form.MatchString(verifier) {
		t.Errorf("%s is not of PostgreSQL's form", verifier)
	}
	if other, err := provide.Verifier(password); err != nil || other == verifier {
		t.Errorf("the salt is not random: %v", err)
	}
	if provide.NewPassword() == password {
		t.Error("the password is not random")
	}
}
