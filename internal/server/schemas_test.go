package server

import (
	"slices"
	"strings"
	"testing"
)

// TestSchemasSayTheSame keeps what docs/schema says of fields equal to what the
// document says of them, but for those that mean something else in a file than in a
// service.
func TestSchemasSayTheSame(t *testing.T) {
	api := read(t, "openapi.json").at("components", "schemas")
	other := []string{"Summary.id", "ArticleRef.id", "DiffJSON.old", "DiffJSON.new", "DiffJSON.verdict"}
	for file, places := range map[string]map[string]string{
		"result": {
			"": "Summary", "properties article": "ArticleRef", "properties coverage": "Coverage", "properties provenance": "Provenance",
			"properties provenance properties fallback items": "FallbackStep", "properties disclosure": "Disclosure",
			"properties warnings items": "Warning", "properties labels": "Labels", "$defs claim": "ClaimResult", "$defs acceptance": "Acceptance",
			"$defs stale": "Stale", "$defs evidence": "Evidence", "$defs finding": "Finding", "$defs repair": "Repair", "$defs verifier": "Reading",
		},
		"article": {
			"": "ArticleJSON", "properties paragraphs items": "ParagraphJSON", "properties sentences items": "SentenceJSON",
			"properties omitted items": "Omission", "properties sections items": "SectionJSON",
		},
		"check": {"": "CheckJSON", "properties article": "CheckedArticle", "$defs claim": "CheckedClaim", "$defs evidence": "Evidence", "$defs finding": "Finding"},
		"diff": {
			"": "DiffJSON", "$defs pair": "SentencePair", "$defs claim": "RevisedClaim", "$defs revised": "RevisedEvidence",
			"$defs evidence": "Evidence", "$defs finding": "Finding",
		},
	} {
		whole := read(t, "schema/"+file+".schema.json")
		for place, name := range places {
			fields := whole.at(append(strings.Fields(place), "properties")...)
			if len(fields) == 0 {
				t.Errorf("%s has nothing at %q", file, place)
			}
			for field := range fields {
				said, _ := fields.at(field)["description"].(string)
				want, _ := api.at(name, "properties", field)["description"].(string)
				if !slices.Contains(other, name+"."+field) && strings.TrimSuffix(said, ".") != want {
					t.Errorf("%s, %s.%s says %q, and the document %q", file, name, field, said, want)
				}
			}
		}
	}
}
