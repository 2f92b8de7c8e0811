package pgdiag

import "context"

type readOnlyKey struct{}

// ReadOnly marks the calls made with the context it returns as reading only: the caller's word that nothing is lost when
// the answer to such a call is, so that the advice is RetryReconnect and not RetryVerifyFirst. In a transaction that was
// begun READ ONLY the book knows by itself. A function that writes makes the mark a lie, and nobody here can tell.
func ReadOnly(ctx context.Context) context.Context {
	return context.WithValue(ctx, readOnlyKey{}, true)
}
