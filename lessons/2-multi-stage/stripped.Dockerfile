FROM golang:1.26-alpine AS builder
WORKDIR /usr/src/app
COPY . .
# No symbol table, no debugger's data, no paths
# of the build machine.
RUN go build -trimpath -ldflags "-s -w" \
  -o product-catalog .

FROM alpine:3.22
WORKDIR /usr/src/app
ENV PRODUCT_CATALOG_PORT=8088
EXPOSE 8088
COPY products/ ./products/
COPY --from=builder \
  /usr/src/app/product-catalog ./
ENTRYPOINT ["./product-catalog"]
