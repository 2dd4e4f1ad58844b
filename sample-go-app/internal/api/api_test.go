package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rs/zerolog"

	"example.com/product-catalog/internal/catalog"
)

func newHandler(t *testing.T, log *bytes.Buffer) http.Handler {
	t.Helper()
	products, err := catalog.Load(fstest.MapFS{
		"coffee.json": {Data: []byte(`{"id": "coffee", "name": "Coffee", "price_cents": 450}`)},
		"tea.json":    {Data: []byte(`{"id": "tea", "name": "Tea", "price_cents": 380}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return New(products, Build{Version: "1.2.3", Edition: "test"}, zerolog.New(log))
}

func get(handler http.Handler, path string) *httptest.ResponseRecorder {
	response := httptest.NewRecorder()
	handler.ServeHTTP(response, httptest.NewRequest(http.MethodGet, path, nil))
	return response
}

func TestProductsAreListed(t *testing.T) {
	response := get(newHandler(t, &bytes.Buffer{}), "/products")

	if got, want := response.Header().Get("Content-Type"), "application/json"; got != want {
		t.Errorf("got content type %q, want %q", got, want)
	}
	var products []catalog.Product
	if err := json.Unmarshal(response.Body.Bytes(), &products); err != nil {
		t.Fatal(err)
	}
	if len(products) != 2 || products[0].ID != "coffee" || products[1].PriceCents != 380 {
		t.Errorf("got %+v", products)
	}
}

func TestRoutes(t *testing.T) {
	handler := newHandler(t, &bytes.Buffer{})
	tests := []struct {
		path   string
		status int
		body   string
	}{
		{"/products/tea", http.StatusOK, `"name":"Tea"`},
		{"/products/cocoa", http.StatusNotFound, `{"error":"no such product"}`},
		{"/healthz", http.StatusOK, "ok"},
		{"/version", http.StatusOK, `"version":"1.2.3"`},
		{"/version", http.StatusOK, `"edition":"test"`},
		{"/nowhere", http.StatusNotFound, "404 page not found"},
	}
	for _, test := range tests {
		response := get(handler, test.path)
		if response.Code != test.status || !strings.Contains(response.Body.String(), test.body) {
			t.Errorf("GET %s: got %d %q, want %d with %q",
				test.path, response.Code, response.Body, test.status, test.body)
		}
	}
}

func TestMetricsCountRequestsByRouteNotByPath(t *testing.T) {
	handler := newHandler(t, &bytes.Buffer{})
	for _, path := range []string{"/products/tea", "/products/coffee", "/products/cocoa", "/nowhere"} {
		get(handler, path)
	}

	exposed := get(handler, "/metrics").Body.String()
	for _, want := range []string{
		`product_catalog_request_duration_seconds_count{route="/products/{id}",status="200"} 2`,
		`product_catalog_request_duration_seconds_count{route="/products/{id}",status="404"} 1`,
		`product_catalog_request_duration_seconds_count{route="none",status="404"} 1`,
		`product_catalog_build_info{edition="test",version="1.2.3"} 1`,
	} {
		if !strings.Contains(exposed, want) {
			t.Errorf("no %s in\n%s", want, exposed)
		}
	}
}

func TestRequestsAreLogged(t *testing.T) {
	var log bytes.Buffer
	get(newHandler(t, &log), "/products/tea")

	var entry map[string]any
	if err := json.Unmarshal(log.Bytes(), &entry); err != nil {
		t.Fatalf("log %q: %v", &log, err)
	}
	if entry["url"] != "/products/tea" || entry["status"] != float64(http.StatusOK) {
		t.Errorf("got log entry %v", entry)
	}
}
