package libpqenv

import "net/url"

// certificates are files of the home folder that pgx takes where a DSN says nothing of them, and does not where it says that there are none.
// To libpq and to others that would say something else, or nothing: they are given another home folder.
var certificates = []string{"sslcert", "sslkey", "sslrootcert"}

// DSN is the DSN of a rig, for pgx in this process: it takes no certificates from the home folder, which it reads even where there is
// no encryption.
func DSN(dsn string) string {
	u, err := url.Parse(dsn)
	if err != nil || u.Scheme == "" {
		return dsn // what is wrong with it is for its reader to say
	}
	query := u.Query()
	for _, name := range certificates {
		if !query.Has(name) {
			query.Set(name, "")
		}
	}
	u.RawQuery = query.Encode()
	return u.String()
}
