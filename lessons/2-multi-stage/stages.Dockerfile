# Toolchain and sources: a place to work in.
FROM golang:1.26-alpine AS dev
WORKDIR /usr/src/app
COPY . .
CMD ["go", "run", "."]

# The same, plus the binary.
FROM dev AS build
RUN go build -o product-catalog .

# What ships. The last stage is the default.
FROM alpine:3.22 AS runtime
WORKDIR /usr/src/app
ENV PRODUCT_CATALOG_PORT=8088
EXPOSE 8088
COPY products/ ./products/
COPY --from=build \
  /usr/src/app/product-catalog ./
CMD ["./product-catalog"]
