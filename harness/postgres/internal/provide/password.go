package provide

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
)

// NewPassword makes a random password. It is of letters and digits, so that it needs no escaping anywhere.
func NewPassword() string { return rand.Text() }

// The iterations by which a password is made hard to guess from what the server keeps of it.
const (
	// defaultIterations is PostgreSQL's own default (scram_iterations): a client's way to the server takes as long as
	// in production.
	defaultIterations = 4096
	// passwordIterations is for a password that we alone use. It is random and long, so that nobody guesses it; and
	// the client, which computes all of them each time it connects, is the rig.
	passwordIterations = 1
)

// Verifier is what PostgreSQL keeps of a password (RFC 5803): it lets the server check the password and nobody log in.
// Given in place of the password in SQL and in a container's environment, it keeps the password out of logs.
func Verifier(password string) (string, error) { return verifier(password, defaultIterations) }

func verifier(password string, iterations int) (string, error) {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt)
	salted, err := pbkdf2.Key(sha256.New, password, salt, iterations, sha256.Size)
	if err != nil {
		return "", fmt.Errorf("derive key: %w", err)
	}
	stored := sha256.Sum256(hmacSHA256(salted, "Client Key"))
	server := hmacSHA256(salted, "Server Key")
	b64 := base64.StdEncoding.EncodeToString
	return fmt.Sprintf("SCRAM-SHA-256$%d:%s$%s:%s", iterations, b64(salt), b64(stored[:]), b64(server)), nil
}

func hmacSHA256(key []byte, text string) []byte {
	mac := hmac.New(sha256.New, key)
	_, _ = mac.Write([]byte(text))
	return mac.Sum(nil)
}

// Passwords are those of a prepared data folder.
type Passwords struct {
	Admin string // The superuser's.
	User  string // The ordinary user's.
}

// NewPasswords makes both.
func NewPasswords() Passwords { return Passwords{Admin: NewPassword(), User: NewPassword()} }

// Verifiers are what a server keeps of both.
func (p Passwords) Verifiers() (admin, user string, err error) {
	if admin, err = verifier(p.Admin, passwordIterations); err != nil {
		return "", "", err
	}
	user, err = Verifier(p.User)
	return admin, user, err
}
