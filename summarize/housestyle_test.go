package summarize

import (
	"slices"
	"testing"

	"github.com/nutgraf/nutgraf/summarize/article"
)

func TestCheckHouse(t *testing.T) {
	a := &article.Article{Lang: "en", Text: "The mill will reopen on 4 May."}
	data, err := BuiltInProfile("default")
	if err != nil {
		t.Fatal(err)
	}
	p, err := ParseProfile(data, "default")
	if err != nil {
		t.Fatal(err)
	}
	p.Banned = []string{"iconic"}
	report := CheckHouse(p, a, article.Summary{
		Why: article.Claim{Text: "Too short to be a paragraph"},
		Takeaways: []article.Claim{
			{ID: "x", Text: "The iconic mill on the river will reopen in May"},
			{Text: " The mill on the river\nwill reopen in May. "},
			{Text: ""},
		},
	})
	if report.Least != 1 || report.Most != 3 {
		t.Errorf("%d to %d takeaways are wanted of a short article", report.Least, report.Most)
	}
	var got []string
	for _, f := range report.Findings {
		got = append(got, f.Claim+" "+f.Rule)
	}
	want := []string{"why length", "t1 banned", "t2 form", "t2 duplicate", "t3 form"}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
