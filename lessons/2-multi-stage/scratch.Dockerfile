FROM golang:1.26-alpine AS builder
WORKDIR /usr/src/app
COPY . .
# scratch has no C library to link with.
RUN CGO_ENABLED=0 \
  go build -o product-catalog .

# Nothing: no shell, no libraries, no users.
FROM scratch
ENV PRODUCT_CATALOG_PORT=8088
EXPOSE 8088
# For calls to other services over TLS.
COPY --from=builder \
  /etc/ssl/certs/ca-certificates.crt \
  /etc/ssl/certs/
COPY products/ /products/
COPY --from=builder \
  /usr/src/app/product-catalog /
# A number, as there is no /etc/passwd.
USER 10001:10001
ENTRYPOINT ["/product-catalog"]
