package wrap

import (
	"fmt"
	"strconv"
	"strings"
)

// Place is where in the life of a statement a fault acts.
type Place string

// The places, the first before the others in time.
const (
	Before Place = "before" // its first byte has not come to the server
	Middle Place = "middle" // some of what is copied has
	Reply  Place = "reply"  // it is done, and the client has not been told
	After  Place = "after"  // the client has been told, and asks for nothing
)

// Point is a fault at a place of the conversation.
type Point struct {
	// Program is the program's name.
	Program string
	// Fault is one of Faults.
	Fault string
	Place Place
	// Statement is the statement in a few words, and Occurrence the how manieth of that name it is, from 1.
	Statement  string
	Occurrence int

	at *statement
	// key is a text that the statement has in all runs, and keyNth the how manieth with that text it is; key is empty where its
	// place among all messages of its name says which it is.
	key    string
	keyNth int
	rank   int // the less, the more it hurts
	alike  string
}

// family begins the name of each point.
const family = "wrap"

// ID is what a point is known by: wrap/PROGRAM/FAULT:PLACE:STATEMENT:OCCURRENCE.
func (p Point) ID() string {
	return fmt.Sprintf("%s/%s/%s", family, p.Program, p.Name())
}

// folder is the name of the folder with what is kept of it.
func (p Point) folder() string { return strings.ReplaceAll(p.ID(), ":", "-") }

// Name is a point of its program, as --point takes it.
func (p Point) Name() string {
	return fmt.Sprintf("%s:%s:%s:%d", p.Fault, p.Place, p.Statement, p.Occurrence)
}

// ParsePoint reads a point's name or ID.
func ParsePoint(text string) (Point, error) {
	bad := fmt.Errorf("bad point %q; it is FAULT:PLACE:STATEMENT:OCCURRENCE, as reset:reply:COMMIT:1", text)
	var p Point
	if at := strings.LastIndex(text, "/"); at >= 0 {
		p.Program, text = strings.TrimPrefix(text[:at], family+"/"), text[at+1:]
	}
	parts := strings.Split(text, ":")
	if len(parts) != 4 {
		return Point{}, bad
	}
	n, err := strconv.Atoi(parts[3])
	if err != nil || n < 1 {
		return Point{}, bad
	}
	p.Fault, p.Place, p.Statement, p.Occurrence = parts[0], Place(parts[1]), parts[2], n
	if f, known := faultNamed(p.Fault); !known || !f.actsAt(p.Place) {
		return Point{}, bad
	}
	return p, nil
}

// Words say what happens at the point.
func (p Point) Words() string {
	f, _ := faultNamed(p.Fault)
	words := fmt.Sprintf(f.words[p.Place], p.what())
	if p.at != nil && p.at.test != "" {
		words = "in " + p.at.test + ", " + words
	}
	return words
}

// what is the statement in words.
func (p Point) what() string {
	what := strings.ReplaceAll(p.Statement, "-", " ")
	if p.Occurrence > 1 {
		what = fmt.Sprintf("the %s %s", ordinal(p.Occurrence), what)
	}
	return what
}

func ordinal(n int) string {
	switch {
	case n%100 >= 11 && n%100 <= 13:
	case n%10 == 1:
		return fmt.Sprintf("%dst", n)
	case n%10 == 2:
		return fmt.Sprintf("%dnd", n)
	case n%10 == 3:
		return fmt.Sprintf("%drd", n)
	}
	return fmt.Sprintf("%dth", n)
}

// Places are the places in the life of a statement, in their order.
func Places() []Place { return []Place{Before, Middle, Reply, After} }
