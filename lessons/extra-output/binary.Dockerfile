FROM golang:1.26-alpine AS builder
WORKDIR /usr/src/app
RUN --mount=target=. \
  --mount=type=cache,target=/go/pkg/mod \
  --mount=type=cache,target=/root/.cache/go-build \
  CGO_ENABLED=0 \
  go build -o /out/product-catalog .

# A stage with one file: what --output writes.
FROM scratch AS binary
COPY --from=builder /out/product-catalog /
