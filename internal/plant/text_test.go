package plant

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestQuantities(t *testing.T) {
	type value struct {
		text  string
		total float64
	}
	for _, tc := range []struct {
		text string
		want []value
	}{
		{"Ferries carried 1,240 cars", []value{{"1,240", 1240}}},
		{"a bill of $2.5 million for 3 sheds", []value{{"2.5", 2.5e6}, {"3", 3}}},
		{"twenty-three goats and nine hens", []value{{"twenty-three", 23}, {"nine", 9}}},
		{"none of it", nil},
	} {
		var got []value
		for _, q := range quantities(tc.text) {
			got = append(got, value{q.text, q.value * q.scale})
		}
		if diff := cmp.Diff(tc.want, got, cmp.AllowUnexported(value{})); diff != "" {
			t.Errorf("%q:\n%s", tc.text, diff)
		}
	}
}

func TestWordsKnowsWhatIsQuoted(t *testing.T) {
	for text, want := range map[string]string{
		`"We sold out," the baker said.`:   "We sold out",
		`She called it “a small miracle”.`: "a small miracle",
		`'We sold out,' the baker said.`:   "We sold out",
		`The baker's oven isn't quoted.`:   "",
	} {
		var got []string
		for _, w := range words(text) {
			if w.quoted {
				got = append(got, w.text)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

func TestFindNames(t *testing.T) {
	const text = `Mayor Odile Brankovic met Teodor Vass, 41, at Quarry Street. The Ferrol Water Authority paid. "No," said Odile Brankovic.`
	people, groups := findNames(text)
	var got []string
	for _, p := range people {
		got = append(got, p.full)
	}
	if diff := cmp.Diff([]string{"Odile Brankovic", "Teodor Vass"}, got); diff != "" {
		t.Errorf("people:\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Ferrol Water Authority"}, groups); diff != "" {
		t.Errorf("groups:\n%s", diff)
	}
}

func TestExcludes(t *testing.T) {
	for _, tc := range []struct {
		text  string
		value float64
		want  bool
	}{
		{"It took more than 60 goats", 90, true},
		{"It took more than 60 goats", 30, false},
		{"It took fewer than 60 goats", 30, true},
		{"It took fewer than 60 goats", 90, false},
		{"It took 60 goats", 30, true},
	} {
		d := &draft{text: tc.text, ws: words(tc.text)}
		if got := d.excludes(quantities(tc.text)[0], tc.value); got != tc.want {
			t.Errorf("%q, %v: got %v", tc.text, tc.value, got)
		}
	}
}

func TestNewPlantFindsTheDifference(t *testing.T) {
	p := newPlant(Number, "little", Claim{Text: "Nine boats sank on Friday."}, "Ten boats sank on Friday.")
	if p.Now() != "Ten" || p.Was != "Nine" {
		t.Errorf("got %q for %q", p.Now(), p.Was)
	}
	p = newPlant(Hedge, "adverb left out", Claim{Text: "An alleged thief ran."}, "A thief ran.")
	if p.Text[:p.Start]+"An alleged"+p.Text[p.End:] != p.Of.Text {
		t.Errorf("got %q at %d-%d", p.Now(), p.Start, p.End)
	}
}

func TestNewPlantOnAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.String().Draw(t, "a"), rapid.String().Draw(t, "b")
		p := newPlant(Name, "x", Claim{Text: a}, b)
		if p.Start < 0 || p.End < p.Start || p.End > len(b) {
			t.Fatalf("%q to %q: %d-%d", a, b, p.Start, p.End)
		}
	})
}
