package fault

import "fmt"

// ConfigError says what is wrong with a fault's fields.
type ConfigError struct {
	Fault string
	Why   string
}

// Error is one line.
func (e *ConfigError) Error() string { return fmt.Sprintf("check fault %s: %s", e.Fault, e.Why) }

func always() (bool, string) { return true, "" }
