FROM golang:1.26-alpine
WORKDIR /usr/src/app
COPY . .
RUN go build -o hello main.go
ENTRYPOINT ["./hello"]
