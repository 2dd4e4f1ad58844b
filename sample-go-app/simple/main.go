// Command hello prints one line: the smallest program worth an image.
package main

import "fmt"

const edition = "first"

func main() {
	fmt.Println("Hello from a container,", edition, "edition")
}
