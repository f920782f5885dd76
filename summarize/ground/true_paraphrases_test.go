package ground

import (
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// Claims that say what the article does in words of their own must not fail.
func TestTrueParaphrases(t *testing.T) {
	for _, c := range []struct{ code, says, claim string }{
		{"en", "The mill will not shut, but the bakery at Oren goes from three ovens to two.", "No bakeries will close, though Oren loses one of its three ovens"},
		{"en", "All nine libraries in the valley will stay closed until Monday.", "No library in the valley will open before Monday"},
		{"en", "Two of the barges are unfit to sail.", "Two of the barges could not sail"},
		{"en", "The inquiry cleared the harbour master of acting in bad faith.", "The inquiry found no bad faith in the harbour master"},
		{"en", "He denied a report, printed on Sunday, that the quarry would be sold.", "The quarry will not be sold, he says"},
		{"en", "Half of the 40 ferry trips are disputed. The other 20 trips are not in dispute.", "Half of the 40 trips are in dispute"},
		{"en", "Police arrested a man on suspicion of taking six drums from the band hall. They found five drums in a barn.", "Police arrested a man and found five of the drums taken from the band hall"},
		{"en", "Since 1970 the town has demanded two bins for every shop.", "A rule from 1970 requires two bins for every shop"},
		{"en", "The ferry line stopped on Monday and told passengers to expect delays until June.", "Passengers face delays until June"},
		{"en", "Fares go from 3 crowns to no more than 5 crowns when the second pier opens.", "Fares will be 5 crowns at most"},
		{"en", "The port has 14 pilots for six piers, four fewer than in 2023.", "The port has 14 pilots, down from 18 in 2023"},
		{"en", "The board will pay 9 million crowns, most of it borrowed.", "The board will largely borrow the 9 million crowns"},
		{"en", "Of the 96,000 flats in the town, 61,000 are let. The rest are 21,000 flats of owners and 14,000 empty flats.", "Some 35,000 flats are empty or used by their owners"},
		{"en", "The channel is 45 feet deep. The contract promised a channel of 52 feet.", "The channel is seven feet less deep than the contract promised"},
		{"tr", "Savcılık dava açtı. İddianamede belediyenin 20 milyon lira zarara uğratıldığı öne sürüldü.", "Savcılık belediyenin 20 milyon lira zarara uğratıldığını ileri sürüyor"},
		{"ar", "ولم توجه النيابة اتهاما إلى أي موظف في الميناء.", "لم توجه النيابة أي اتهام إلى موظف في الميناء"},
		{"de", "Ist die Brücke bis Mai nicht vergeben, verfällt das Geld des Landes.", "Ohne vergebene Brücke verfällt im Mai das Geld des Landes"},
	} {
		a, err := article.Read(strings.NewReader(fillerProse[c.code]+"\n\n"+c.says), article.Options{Format: article.Text, Lang: c.code, KeepAll: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range Check(a, Options{Lang: c.code}, article.Claim{ID: "t1", Text: c.claim}).Claims[0].Findings {
			if f.Verdict == Fail {
				t.Errorf("%s (%s): %q: %s\n\tarticle %s\n\tclaim   %s", f.Rule, f.Code, f.Found, f.Message, c.says, c.claim)
			}
		}
	}
}
