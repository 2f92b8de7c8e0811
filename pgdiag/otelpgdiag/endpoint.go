package otelpgdiag

import (
	"net"
	"path/filepath"

	"github.com/jackc/pgx/v5"
	"go.opentelemetry.io/otel/attribute"
	semconv "go.opentelemetry.io/otel/semconv/v1.37.0"
)

// endpoint is what is said of a connection on all its spans and measurements.
type endpoint struct {
	namespace string
	attrs     []attribute.KeyValue
}

// endpointKey is the key of a connection's endpoint in its CustomData: a config is copied each time it is asked for.
const endpointKey = scope

func endpointOf(conn *pgx.Conn) endpoint {
	if conn == nil {
		return configured(nil, nil)
	}
	kept := conn.PgConn().CustomData()
	if e, ok := kept[endpointKey].(endpoint); ok {
		return e
	}
	e := configured(conn.Config(), conn.PgConn().Conn())
	kept[endpointKey] = e
	return e
}

// configured is the endpoint of a config, and of the connection that was made with it, if any.
func configured(cfg *pgx.ConnConfig, conn net.Conn) endpoint {
	e := endpoint{attrs: []attribute.KeyValue{semconv.DBSystemNamePostgreSQL}}
	if cfg == nil {
		return e
	}
	if e.namespace = cfg.Database; e.namespace == "" {
		e.namespace = cfg.User // as the server takes it
	}
	if e.namespace != "" {
		e.attrs = append(e.attrs, semconv.DBNamespace(e.namespace))
	}
	peer, port := peerOf(conn)
	switch {
	case !severalHosts(cfg):
		e.attrs = append(e.attrs, semconv.ServerAddress(cfg.Host))
		if !filepath.IsAbs(cfg.Host) { // a Unix socket has no port
			e.attrs = append(e.attrs, semconv.ServerPort(int(cfg.Port)))
		}
	case peer != "": // which of the names led there is not known
		e.attrs = append(e.attrs, semconv.ServerAddress(peer), semconv.ServerPort(port))
	}
	if peer != "" {
		e.attrs = append(e.attrs, semconv.NetworkPeerAddress(peer), semconv.NetworkPeerPort(port))
	}
	return e
}

// severalHosts tells whether a config may lead to more than one server: the same one with and without TLS is one.
func severalHosts(cfg *pgx.ConnConfig) bool {
	for _, f := range cfg.Fallbacks {
		if f.Host != cfg.Host || f.Port != cfg.Port {
			return true
		}
	}
	return false
}

// peerOf is the address at the other end; empty where it has no number, as that of a Unix socket.
func peerOf(conn net.Conn) (host string, port int) {
	if conn == nil {
		return "", 0
	}
	if tcp, ok := conn.RemoteAddr().(*net.TCPAddr); ok {
		return tcp.IP.String(), tcp.Port
	}
	return "", 0
}
