FROM golang:1.26-alpine AS builder
WORKDIR /usr/src/app
COPY . .
RUN CGO_ENABLED=0 \
  go build -o product-catalog .

# The same sources on somebody else's machine.
FROM golang:1.26-alpine AS elsewhere
WORKDIR /home/somebody/work/catalog
COPY . .
RUN CGO_ENABLED=0 \
  go build -o product-catalog .

FROM alpine:3.22 AS compared
COPY --from=builder \
  /usr/src/app/product-catalog /here
COPY --from=elsewhere \
  /home/somebody/work/catalog/product-catalog \
  /there
RUN sha256sum /here /there
# They differ, so this line would fail:
# RUN cmp /here /there

FROM alpine:3.22
WORKDIR /usr/src/app
ENV PRODUCT_CATALOG_PORT=8088
EXPOSE 8088
COPY products/ ./products/
COPY --from=compared /here ./product-catalog
ENTRYPOINT ["./product-catalog"]
