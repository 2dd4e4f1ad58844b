FROM golang:1.26-alpine AS builder
WORKDIR /usr/src/app
COPY go.mod go.sum ./
RUN go mod download -x
COPY . .
# Just above the first line that reads it.
ARG VERSION=development
RUN go build -o product-catalog \
  -ldflags "-X main.version=${VERSION}" .

FROM alpine:3.22
WORKDIR /usr/src/app
ENV PRODUCT_CATALOG_PORT=8088
EXPOSE 8088
COPY products/ ./products/
COPY --from=builder \
  /usr/src/app/product-catalog ./
ENTRYPOINT ["./product-catalog"]
