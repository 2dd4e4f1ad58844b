FROM golang:1.26-alpine AS builder
WORKDIR /usr/src/app
# Read the context where it is; copy nothing.
# It is read-only: the binary goes elsewhere.
RUN --mount=target=. \
  --mount=type=cache,target=/go/pkg/mod \
  --mount=type=cache,target=/root/.cache/go-build \
  go build -o /out/product-catalog .

FROM alpine:3.22
WORKDIR /usr/src/app
ENV PRODUCT_CATALOG_PORT=8088
EXPOSE 8088
COPY products/ ./products/
COPY --from=builder /out/product-catalog ./
ENTRYPOINT ["./product-catalog"]
