package rawpg

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
)

// scram is the client's side of SCRAM-SHA-256 (RFC 5802, RFC 7677), without a check of the server's signature.
type scram struct {
	password string
	header   string // "n,,", or that the channel is bound
	binding  string // what it is bound to
	bare     string // the client's first message without its header
}

func newSCRAM(password string) *scram {
	return &scram{password: password, header: "n,,", bare: "n=,r=" + rand.Text()}
}

// bind binds the channel to the certificate that the server has shown (RFC 5929), which is signed with SHA-256.
func (s *scram) bind(certificate []byte) {
	hash := sha256.Sum256(certificate)
	s.header, s.binding = "p=tls-server-end-point,,", string(hash[:])
}

// mechanism is the name that this has in PostgreSQL.
func (s *scram) mechanism() string {
	if s.binding != "" {
		return "SCRAM-SHA-256-PLUS"
	}
	return "SCRAM-SHA-256"
}

func (s *scram) first() []byte { return []byte(s.header + s.bare) }

func (s *scram) final(challenge []byte) ([]byte, error) {
	var nonce string
	var salt []byte
	var rounds int
	for _, field := range strings.Split(string(challenge), ",") {
		key, value, _ := strings.Cut(field, "=")
		var err error
		switch key {
		case "r":
			nonce = value
		case "s":
			salt, err = base64.StdEncoding.DecodeString(value)
		case "i":
			rounds, err = strconv.Atoi(value)
		}
		if err != nil {
			return nil, fmt.Errorf("read challenge: %w", err)
		}
	}
	salted, err := pbkdf2.Key(sha256.New, s.password, salt, rounds, sha256.Size)
	if err != nil {
		return nil, fmt.Errorf("derive key: %w", err)
	}
	without := "c=" + base64.StdEncoding.EncodeToString([]byte(s.header+s.binding)) + ",r=" + nonce
	key := sum(salted, "Client Key")
	stored := sha256.Sum256(key)
	signature := sum(stored[:], s.bare+","+string(challenge)+","+without)
	for i := range key {
		key[i] ^= signature[i]
	}
	return []byte(without + ",p=" + base64.StdEncoding.EncodeToString(key)), nil
}

func sum(key []byte, text string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text)) // a hash never fails
	return mac.Sum(nil)
}
