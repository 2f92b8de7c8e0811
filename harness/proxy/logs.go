package proxy

import (
	"os"
	"reflect"

	"github.com/rs/zerolog"
	"github.com/rs/zerolog/log"
)

// discardLogs keeps toxiproxy's bandwidth toxic, which writes each of its steps to zerolog's global logger, from writing them
// to standard error. A logger that somebody has set is left as it is.
func discardLogs() {
	if reflect.DeepEqual(log.Logger, zerolog.New(os.Stderr).With().Timestamp().Logger()) {
		log.Logger = log.Logger.Level(zerolog.WarnLevel)
	}
}
