package catalog

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

func directory(files map[string]string) fstest.MapFS {
	dir := fstest.MapFS{}
	for name, content := range files {
		dir[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return dir
}

func TestLoadOrdersProductsByID(t *testing.T) {
	products, err := Load(directory(map[string]string{
		"a.json":     `{"id": "tea", "name": "Tea"}`,
		"b.json":     `{"id": "coffee", "name": "Coffee", "price_cents": 450}`,
		"README.txt": "not a product",
	}))
	if err != nil {
		t.Fatal(err)
	}

	var ids []string
	for _, product := range products.All() {
		ids = append(ids, product.ID)
	}
	if got, want := strings.Join(ids, " "), "coffee tea"; got != want {
		t.Errorf("got IDs %q, want %q", got, want)
	}
}

func TestFind(t *testing.T) {
	products, err := Load(directory(map[string]string{
		"a.json": `{"id": "tea", "name": "Tea"}`,
		"b.json": `{"id": "coffee", "name": "Coffee"}`,
	}))
	if err != nil {
		t.Fatal(err)
	}

	if product, found := products.Find("tea"); !found || product.Name != "Tea" {
		t.Errorf("Find(tea) = %+v, %t", product, found)
	}
	if product, found := products.Find("cocoa"); found {
		t.Errorf("Find(cocoa) found %+v", product)
	}
}

func TestCallersCannotChangeTheCatalog(t *testing.T) {
	products, err := Load(directory(map[string]string{"a.json": `{"id": "tea", "name": "Tea"}`}))
	if err != nil {
		t.Fatal(err)
	}
	products.All()[0].Name = "Changed"
	if product, _ := products.Find("tea"); product.Name != "Tea" {
		t.Errorf("the catalog now holds %q", product.Name)
	}
}

func TestLoadRefusesBadProducts(t *testing.T) {
	tests := map[string]struct {
		files map[string]string
		want  string
	}{
		"no files":       {nil, "no *.json files"},
		"broken JSON":    {map[string]string{"a.json": `{`}, "a.json: unexpected EOF"},
		"unknown field":  {map[string]string{"a.json": `{"price": 1}`}, `unknown field "price"`},
		"no id":          {map[string]string{"a.json": `{"name": "Tea"}`}, "a.json: id is missing"},
		"no name":        {map[string]string{"a.json": `{"id": "tea"}`}, "a.json: name is missing"},
		"negative price": {map[string]string{"a.json": `{"id": "tea", "name": "Tea", "price_cents": -1}`}, "price_cents is negative"},
		"same id twice": {map[string]string{
			"a.json": `{"id": "tea", "name": "Tea"}`,
			"b.json": `{"id": "tea", "name": "Green tea"}`,
		}, `two products have the id "tea"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := Load(directory(test.files))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got error %v, want one with %q", err, test.want)
			}
		})
	}
}

func TestShippedProductsLoad(t *testing.T) {
	products, err := Load(os.DirFS("../../products"))
	if err != nil {
		t.Fatal(err)
	}
	if products.Len() == 0 {
		t.Error("no products")
	}
}
