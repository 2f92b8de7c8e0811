package postgres

import (
	"context"
	"fmt"
	"strconv"
)

// placesSQL asks how many sessions that are no superuser's the server takes, and how many it has. Who may not see what others
// do sees their databases all the same.
const placesSQL = `SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
	- coalesce(current_setting('reserved_connections', true)::int, 0), (SELECT count(*) FROM pg_stat_activity WHERE datid IS NOT NULL)`

// ownPlaces are those that the rig still takes itself, whatever runs: for the visitor of a warm template, for who feels the
// server's pulse and asks whether it is there, and for who drops databases.
const ownPlaces = 4

// Places is how many sessions the server has room for beside those that it has and those that the rig takes itself; of is how
// many it takes in all.
func (s *Server) Places(ctx context.Context) (free, of int, err error) {
	rows, err := s.admin.exec(ctx, placesSQL)
	if err != nil {
		return 0, 0, fmt.Errorf("ask for places: %w", err)
	}
	var used int
	for i, into := range []*int{&of, &used} {
		if *into, err = strconv.Atoi(rows[0][i]); err != nil {
			return 0, 0, fmt.Errorf("ask for places: %w", err)
		}
	}
	return max(0, of-used-ownPlaces), of, nil
}
