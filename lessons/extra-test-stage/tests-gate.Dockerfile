FROM golang:1.26-alpine AS builder
WORKDIR /usr/src/app
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod \
  go mod download -x
COPY . .
RUN --mount=type=cache,target=/go/pkg/mod \
  --mount=type=cache,target=/root/.cache/go-build \
  go build -o product-catalog .

# The binary comes from here: no tests, no image.
FROM builder AS test
RUN --mount=type=cache,target=/go/pkg/mod \
  --mount=type=cache,target=/root/.cache/go-build \
  go test ./...

FROM alpine:3.22
WORKDIR /usr/src/app
ENV PRODUCT_CATALOG_PORT=8088
EXPOSE 8088
COPY products/ ./products/
COPY --from=test \
  /usr/src/app/product-catalog ./
ENTRYPOINT ["./product-catalog"]
