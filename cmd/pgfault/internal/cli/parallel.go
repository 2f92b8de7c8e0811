package cli

import (
	"errors"
	"strconv"

	"github.com/pgfault/pgfault/harness/engine"
)

// auto is the word for as many as are best.
const auto = "auto"

// parallel is the value of --parallel; 0 is auto.
type parallel int

// errParallel says what it may be.
var errParallel = errors.New("it is auto, or a number from 1")

// String implements pflag.Value.
func (p *parallel) String() string {
	if *p == 0 {
		return auto
	}
	return strconv.Itoa(int(*p))
}

// Set implements pflag.Value.
func (p *parallel) Set(text string) error {
	if text == auto {
		*p = 0
		return nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return errParallel
	}
	*p = parallel(n)
	return nil
}

// Type implements pflag.Value: what stands for the value in the help.
func (p *parallel) Type() string { return "N" }

// many is how many that is.
func (p *parallel) many() int {
	if *p == 0 {
		return engine.Parallel()
	}
	return int(*p)
}
