package article

import (
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// TestSplitLines: ¶ stands between sentences, where the text has a line break
// or a space.
func TestSplitLines(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"flowed", "The ferry left \nthe quay at", "The ferry left \nthe quay at"},
		{"two lines", "The ferry left\nthe quay at noon.", "The ferry left\nthe quay at noon."},
		{"wrapped", "The board of the port voted on Monday\nto build a terminal that would cost the\ntown a great deal of money, and more.", "The board of the port voted on Monday\nto build a terminal that would cost the\ntown a great deal of money, and more."},
		{"bracket", "The pier is long \n(41 m in all).", "The pier is long \n(41 m in all)."},
		{"stop alone", "Ask for prices\n.\nSee below", "Ask for prices\n. ¶ See below"},
		{"headline", "Board backs ferry\nThe board voted on Monday.", "Board backs ferry ¶ The board voted on Monday."},
		{"brand", "About the firm\nmy2pence sells stamps.", "About the firm ¶ my2pence sells stamps."},
		{"phrases", "tents\nwarm coats\nblankets, gloves", "tents ¶ warm coats ¶ blankets, gloves"},
		{"long phrases", "tents for the families who sleep on the quay\ncoats\nblankets.", "tents for the families who sleep on the quay ¶ coats ¶ blankets."},
		{"items", "The plan \na) build \nb) pay", "The plan ¶ a) build ¶ b) pay"},
		{"sentences", "It rained.\nthe ferry left.", "It rained. ¶ the ferry left."},
	}
	for _, c := range cases {
		if got := strings.Join(splitTexts(c.text, "en"), " ¶ "); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

// TestReadLines: the same in whole texts, where lines are joined first.
func TestReadLines(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"wrapped", "The ferry left\nthe quay at noon.", "The ferry left the quay at noon."},
		{"stop alone", "Ask for prices\n.\n\n\nSee below\n", "Ask for prices. ¶ See below"},
		{"phrases", "tents\nwarm coats\nblankets, gloves", "tents ¶ warm coats ¶ blankets, gloves"},
		{"bracket", "The pier at the end of the old town is long, with a length of\n(see map) 41 m.", "The pier at the end of the old town is long, with a length of ¶ (see map) 41 m."},
		{"measure", "The pier is long, with a length of 400 ft\n( 122 m ).", "The pier is long, with a length of 400 ft ( 122 m )."},
		{"one line of bullets", "• 9. Tents • 10. Coats", "• 9. Tents ¶ • 10. Coats"},
		{"bullets", "• Tents\n• Coats", "Tents ¶ Coats"},
		{"furniture alone", "www.harbour.example", "www.harbour.example"},
	}
	for _, c := range cases {
		for _, opts := range []Options{{Format: Text, Lang: "en", Short: true}, {Format: Text, Lang: "en", KeepAll: true}} {
			if got := strings.Join(readTexts(splitCase{Text: c.text, Lang: "en"}, opts), " ¶ "); got != c.want {
				t.Errorf("%s, %+v\n got %q\nwant %q", c.name, opts, got, c.want)
			}
		}
	}
}

func TestShortTexts(t *testing.T) {
	for _, opts := range []Options{{Short: true}, {KeepAll: true}} {
		a, err := Read(strings.NewReader("The ferry left. Nobody was on it."), opts)
		if err != nil || len(a.Sentences) != 2 {
			t.Fatalf("%+v: %v, %v", opts, a, err)
		}
		if _, err := Read(strings.NewReader(" \n"), opts); fault.CodeOf(err) != fault.EmptyInput {
			t.Errorf("%+v: an empty text gives %v", opts, err)
		}
	}
	_, err := Read(strings.NewReader("The ferry left. Nobody was on it."), Options{})
	if fault.CodeOf(err) != fault.NotAnArticle {
		t.Errorf("a short text gives %v", err)
	}
}
