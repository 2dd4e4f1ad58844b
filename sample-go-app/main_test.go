package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"testing"
	"time"
)

// start runs the service on a free port and returns its URL, a way to stop it and its result.
func start(t *testing.T) (url string, stop context.CancelFunc, result <-chan error) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	t.Cleanup(stop)

	output, input := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := run(ctx, input, "0")
		input.Close()
		done <- err
	}()

	lines := bufio.NewReader(output)
	first, err := lines.ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, lines) }()

	var entry struct{ Address, Edition string }
	if err := json.Unmarshal(first, &entry); err != nil {
		t.Fatal(err)
	}
	if entry.Edition != edition {
		t.Errorf("the log says edition %q, want %q", entry.Edition, edition)
	}
	_, port, err := net.SplitHostPort(entry.Address)
	if err != nil {
		t.Fatal(err)
	}
	return "http://127.0.0.1:" + port, stop, done
}

func TestServesProductsUntilToldToStop(t *testing.T) {
	url, stop, result := start(t)

	response, err := http.Get(url + "/products")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Errorf("got status %s", response.Status)
	}

	stop()
	waitForEnd(t, result)
}

func TestStopsThoughAClientHoldsAConnectionOpen(t *testing.T) {
	url, stop, result := start(t)
	idle, err := net.Dial("tcp", url[len("http://"):])
	if err != nil {
		t.Fatal(err)
	}
	defer idle.Close()

	stop()
	waitForEnd(t, result)
}

func waitForEnd(t *testing.T, result <-chan error) {
	t.Helper()
	select {
	case err := <-result:
		if err != nil {
			t.Errorf("run: %v", err)
		}
	case <-time.After(5 * time.Second):
		t.Error("still running 5 seconds after it was told to stop")
	}
}

func TestListenAddress(t *testing.T) {
	tests := []struct {
		port, want string
		fails      bool
	}{
		{port: "", want: ":8088"},
		{port: "9000", want: ":9000"},
		{port: "http", fails: true},
		{port: "70000", fails: true},
	}
	for _, test := range tests {
		got, err := listenAddress(test.port)
		if got != test.want || (err != nil) != test.fails {
			t.Errorf("listenAddress(%q) = %q, %v", test.port, got, err)
		}
	}
}
