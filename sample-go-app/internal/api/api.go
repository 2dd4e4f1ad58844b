// Package api answers the service's HTTP requests.
package api

import (
	"encoding/json"
	"io"
	"net/http"
	"runtime"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/rs/zerolog"
	"github.com/rs/zerolog/hlog"

	"example.com/product-catalog/internal/catalog"
)

// Build says which build of the service is running.
type Build struct {
	Version string
	Edition string
}

// New returns the handler for all of the service's routes.
func New(products *catalog.Catalog, build Build, logger zerolog.Logger) http.Handler {
	metrics := newMetrics(build)

	router := chi.NewRouter()
	router.Use(
		hlog.NewHandler(logger),
		hlog.AccessHandler(logAccess),
		middleware.Recoverer,
		metrics.observe,
	)
	router.Get("/products", listProducts(products))
	router.Get("/products/{id}", showProduct(products))
	router.Get("/healthz", showHealth)
	router.Get("/version", showVersion(build))
	router.Method(http.MethodGet, "/metrics", metrics.handler())
	return router
}

func listProducts(products *catalog.Catalog) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		writeJSON(w, r, http.StatusOK, products.All())
	}
}

func showProduct(products *catalog.Catalog) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		product, found := products.Find(chi.URLParam(r, "id"))
		if !found {
			writeJSON(w, r, http.StatusNotFound, map[string]string{"error": "no such product"})
			return
		}
		writeJSON(w, r, http.StatusOK, product)
	}
}

func showHealth(w http.ResponseWriter, _ *http.Request) {
	_, _ = io.WriteString(w, "ok\n")
}

func showVersion(build Build) http.HandlerFunc {
	body := map[string]string{
		"version": build.Version,
		"edition": build.Edition,
		"go":      runtime.Version(),
	}
	return func(w http.ResponseWriter, r *http.Request) {
		writeJSON(w, r, http.StatusOK, body)
	}
}

func writeJSON(w http.ResponseWriter, r *http.Request, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		hlog.FromRequest(r).Warn().Err(err).Msg("write response")
	}
}

func logAccess(r *http.Request, status, size int, duration time.Duration) {
	hlog.FromRequest(r).Info().
		Str("method", r.Method).
		Stringer("url", r.URL).
		Int("status", status).
		Int("size", size).
		Dur("duration_ms", duration).
		Msg("request")
}
