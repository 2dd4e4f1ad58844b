# The compiler runs as what this machine is.
FROM --platform=$BUILDPLATFORM \
  golang:1.26-alpine AS builder
WORKDIR /usr/src/app
# What the image is for: linux and arm64.
ARG TARGETOS
ARG TARGETARCH
RUN --mount=target=. \
  --mount=type=cache,target=/go/pkg/mod \
  --mount=type=cache,target=/root/.cache/go-build \
  CGO_ENABLED=0 \
  GOOS=$TARGETOS GOARCH=$TARGETARCH \
  go build -o /out/product-catalog .

# No RUN here: it would need an emulator.
FROM scratch
ENV PRODUCT_CATALOG_PORT=8088
EXPOSE 8088
COPY products/ /products/
COPY --from=builder /out/product-catalog /
USER 10001:10001
ENTRYPOINT ["/product-catalog"]
