//go:build !linux

package mark

import "errors"

func onOneCPU(func() error) error { return errors.ErrUnsupported }
