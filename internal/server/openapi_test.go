package server_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"
)

const documentFile = "../../docs/openapi.json"

// TestDocument keeps the committed document equal to the one that is served.
func TestDocument(t *testing.T) {
	res := open(t).send("GET", "/openapi.json", "")
	var served bytes.Buffer
	if err := json.Indent(&served, []byte(res.body), "", "  "); err != nil {
		t.Fatal(err)
	}
	served.WriteByte('\n')
	if *update {
		if err := os.WriteFile(documentFile, served.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	committed, err := os.ReadFile(documentFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(committed, served.Bytes()) {
		t.Error("docs/openapi.json is not what is served: go test ./internal/server -run TestDocument -update writes it")
	}
}
