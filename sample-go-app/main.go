// Command product-catalog serves a catalog of products over HTTP.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"github.com/rs/zerolog"

	"example.com/product-catalog/internal/api"
	"example.com/product-catalog/internal/catalog"
)

const edition = "first"

const (
	portVariable = "PRODUCT_CATALOG_PORT"
	defaultPort  = "8088"
	productsDir  = "products"

	// stopGrace is how long open requests may take once the service is told to stop.
	stopGrace = 500 * time.Millisecond
)

// version is set by the linker: -ldflags "-X main.version=1.2.3".
var version = "development"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()

	if err := run(ctx, os.Stdout, os.Getenv(portVariable)); err != nil {
		fmt.Fprintln(os.Stderr, "product-catalog:", err)
		os.Exit(1)
	}
}

// run serves the catalog on port until ctx is done, and logs to output.
func run(ctx context.Context, output io.Writer, port string) error {
	address, err := listenAddress(port)
	if err != nil {
		return err
	}
	products, err := catalog.Load(os.DirFS(productsDir))
	if err != nil {
		return fmt.Errorf("load products: %w", err)
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}

	logger := zerolog.New(output).With().Timestamp().Logger()
	logger.Info().
		Str("version", version).
		Str("edition", edition).
		Int("products", products.Len()).
		Stringer("address", listener.Addr()).
		Msg("listening")

	build := api.Build{Version: version, Edition: edition}
	if err := serve(ctx, listener, api.New(products, build, logger)); err != nil {
		return err
	}
	logger.Info().Msg("stopped")
	return nil
}

// serve answers requests until ctx is done, then lets open ones end within stopGrace.
func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second}

	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()

	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}

	grace, cancel := context.WithTimeout(context.Background(), stopGrace)
	defer cancel()
	err := server.Shutdown(grace)
	if errors.Is(err, context.DeadlineExceeded) {
		return server.Close()
	}
	return err
}

// listenAddress turns the value of PRODUCT_CATALOG_PORT into an address on all interfaces.
func listenAddress(port string) (string, error) {
	if port == "" {
		port = defaultPort
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return "", fmt.Errorf("%s: %q is not a port number", portVariable, port)
	}
	return net.JoinHostPort("", port), nil
}
