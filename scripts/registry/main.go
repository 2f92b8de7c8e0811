// Command registry is a registry of images on loopback, for the tests of what is pulled: CNCF distribution's. It keeps them in
// a folder, prints its address, and ends with its standard input.
//
//	registry FOLDER
package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"

	"github.com/distribution/distribution/v3/configuration"
	"github.com/distribution/distribution/v3/registry"
	_ "github.com/distribution/distribution/v3/registry/storage/driver/filesystem"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "registry: say a folder")
		os.Exit(1)
	}
	if err := run(context.Background(), os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "registry: "+err.Error())
		os.Exit(1)
	}
}

func run(ctx context.Context, folder string) error {
	if err := os.Setenv("OTEL_TRACES_EXPORTER", "none"); err != nil { // It would look for a collector.
		return fmt.Errorf("prepare registry: %w", err)
	}
	address, err := freeAddress(ctx)
	if err != nil {
		return err
	}
	config := &configuration.Configuration{Version: configuration.CurrentVersion}
	config.Storage = configuration.Storage{"filesystem": {"rootdirectory": folder}}
	config.Log.Level = "fatal" // What it does not have is asked for before it is pushed.
	config.Log.AccessLog.Disabled = true
	config.HTTP.Addr = address
	config.HTTP.Secret = "of one process"
	server, err := registry.NewRegistry(ctx, config)
	if err != nil {
		return fmt.Errorf("make registry: %w", err)
	}
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	fmt.Fprintln(os.Stdout, address)
	if err := server.ListenAndServe(); err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// freeAddress is one at which nobody listens just then.
func freeAddress(ctx context.Context) (string, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a port: %w", err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		return "", fmt.Errorf("find a port: %w", err)
	}
	return address, nil
}
