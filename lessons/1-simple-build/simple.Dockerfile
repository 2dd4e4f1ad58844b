FROM golang:1.26-alpine
WORKDIR /usr/src/app
COPY . .
RUN go build -o product-catalog .
ENV PRODUCT_CATALOG_PORT=8088
EXPOSE 8088
ENTRYPOINT ["./product-catalog"]
