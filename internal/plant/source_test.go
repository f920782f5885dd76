package plant

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
)

const told6 = `The harbour of Quillan Point closed on Monday after a crane fell into the basin. Nobody was hurt, the harbour master, Orla Dunstable, said. ` +
	`Two ferries with 340 passengers waited for six hours outside the breakwater. The crane was built in 1961 and was to be replaced next year.`

func line(doc, origin, summary, label string) string {
	return `{"doc":"` + doc + `","origin":"` + origin + `","article":"` + told6 + `","summary":"` + summary + `","label":` + label + "}\n"
}

func TestFaithfulness(t *testing.T) {
	data := line("a", "cliff-xsum", "A crane fell into the basin of Quillan Point.", "1") +
		line("a", "cliff-xsum", "Forty people were hurt.", "0") + line("b", "qags-xsum", "A crane fell.", "1") + line("c", "frank-xsum", "a crane fell .", "1")
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte(data)); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"plain": data, "packed": packed.String()} {
		got, err := Faithfulness(strings.NewReader(text))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		human := 0
		for _, c := range got {
			for _, claim := range c.Claims {
				if claim.Source == Human {
					human++
				}
			}
		}
		if len(got) != 2 || human != 1 {
			t.Errorf("%s: %d articles and %d human summaries, want 2 and 1", name, len(got), human)
		}
	}
}

func TestFaithfulnessRefusesOtherFiles(t *testing.T) {
	for _, text := range []string{"", "hello\n", `{"a":1}` + "\n", line("b", "qags-xsum", "A crane fell.", "1"), "\x1f\x8bnot packed"} {
		if _, err := Faithfulness(strings.NewReader(text)); err == nil {
			t.Errorf("%.20q: no error", text)
		}
	}
}

func TestSuiteHasEverySource(t *testing.T) {
	count := map[Source]int{}
	for _, c := range cases(t) {
		for _, claim := range c.Claims {
			count[claim.Source]++
		}
	}
	for _, source := range []Source{Reference, Sentence, Cut} {
		if count[source] < 50 {
			t.Errorf("%s: %d claims", source, count[source])
		}
	}
}

func TestIsRunTogether(t *testing.T) {
	for text, want := range map[string]bool{
		"Watch it on this deviceOrla said no.":  true,
		`"It fell."Nobody was hurt.`:            true,
		"Ewan McAllister and DeShawn Pike said": false,
		"The crane fell. Nobody was hurt.":      false,
	} {
		if got := isRunTogether(text); got != want {
			t.Errorf("%q: got %v", text, got)
		}
	}
}
