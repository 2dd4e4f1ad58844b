FROM golang:1.26-alpine AS builder
WORKDIR /usr/src/app
ARG VERSION=development
RUN --mount=target=. \
  --mount=type=cache,target=/go/pkg/mod \
  --mount=type=cache,target=/root/.cache/go-build \
  CGO_ENABLED=0 go build -trimpath \
    -ldflags "-s -w -X main.version=${VERSION}" \
    -o /out/product-catalog .

FROM alpine:3.22
WORKDIR /usr/src/app
ENV PRODUCT_CATALOG_PORT=8088
EXPOSE 8088
COPY products/ ./products/
COPY --from=builder /out/product-catalog ./
USER 10001:10001
ENTRYPOINT ["./product-catalog"]

# Last, as each version has its own labels.
ARG VERSION=development
LABEL \
  org.opencontainers.image.title=product-catalog \
  org.opencontainers.image.licenses=MIT \
  org.opencontainers.image.version="${VERSION}"
