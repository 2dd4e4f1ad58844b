// Package catalog holds the products that the service offers.
package catalog

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
)

// Product is one entry of the catalog.
type Product struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	PriceCents  int    `json:"price_cents"`
	Currency    string `json:"currency"`
}

// Catalog is an immutable set of products, ordered by their IDs.
type Catalog struct {
	products []Product
}

// Load reads one product from each JSON file in dir.
func Load(dir fs.FS) (*Catalog, error) {
	names, err := fs.Glob(dir, "*.json")
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, errors.New("no *.json files")
	}

	products := make([]Product, 0, len(names))
	for _, name := range names {
		product, err := read(dir, name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		products = append(products, product)
	}
	return newCatalog(products)
}

// All returns every product, ordered by ID.
func (c *Catalog) All() []Product {
	return slices.Clone(c.products)
}

// Find returns the product with the given ID.
func (c *Catalog) Find(id string) (Product, bool) {
	i, found := slices.BinarySearchFunc(c.products, id, func(p Product, id string) int {
		return cmp.Compare(p.ID, id)
	})
	if !found {
		return Product{}, false
	}
	return c.products[i], true
}

// Len returns the number of products.
func (c *Catalog) Len() int {
	return len(c.products)
}

func read(dir fs.FS, name string) (Product, error) {
	content, err := fs.ReadFile(dir, name)
	if err != nil {
		return Product{}, err
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()

	var product Product
	if err := decoder.Decode(&product); err != nil {
		return Product{}, err
	}
	return product, product.validate()
}

func (p Product) validate() error {
	switch {
	case p.ID == "":
		return errors.New("id is missing")
	case p.Name == "":
		return errors.New("name is missing")
	case p.PriceCents < 0:
		return errors.New("price_cents is negative")
	}
	return nil
}

func newCatalog(products []Product) (*Catalog, error) {
	slices.SortFunc(products, func(a, b Product) int { return cmp.Compare(a.ID, b.ID) })
	for i := 1; i < len(products); i++ {
		if products[i].ID == products[i-1].ID {
			return nil, fmt.Errorf("two products have the id %q", products[i].ID)
		}
	}
	return &Catalog{products: products}, nil
}
