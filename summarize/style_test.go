package summarize

import (
	"slices"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

const goodTakeaway = "Corvel Bay council votes 9 to 4 to close the night ferry in March"

// rules lists the rules that findings name, each once, in order.
func rules(list []ground.Finding) []string {
	var out []string
	for _, f := range list {
		if !slices.Contains(out, f.Rule) {
			out = append(out, f.Rule)
		}
	}
	return out
}

func cited(id, text string) article.Claim {
	return article.Claim{ID: id, Text: text, Cites: []article.SentenceID{1}}
}

type styleCase struct {
	name, text string
	rules      []string
}

func runCheck(t *testing.T, h *house, id string, cases []styleCase) {
	t.Helper()
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			list := h.check(cited(id, tc.text), nil, anyShown)
			if got := rules(list); !slices.Equal(got, tc.rules) {
				t.Errorf("%q breaks %v, want %v: %+v", tc.text, got, tc.rules, list)
			}
			for _, f := range list {
				if f.Verdict != ground.Fail || f.Claim != id || f.Message == "" || strings.HasSuffix(f.Message, ".") {
					t.Errorf("finding %+v", f)
				}
			}
		})
	}
}

func TestCheckTakeaway(t *testing.T) {
	filled := func(n int) string { return strings.TrimSpace(strings.Repeat("council ferry harbour ", 10)[:n]) }
	runCheck(t, houseOf(t, "en"), "t1", []styleCase{
		{"good", goodTakeaway, nil},
		{"empty", "", []string{ruleForm}},
		{"39 characters", "Corvel Bay council closes the ferry, no", []string{ruleLength}},
		{"40 characters", "Corvel Bay council closes the ferry, yes", nil},
		{"90 characters", filled(90), nil},
		{"92 characters", filled(90) + "ab", []string{ruleLength}},
		{"two sentences", "Council votes to close the night ferry. Islanders protest at once", []string{ruleSentences}},
		{"abbreviation inside", "U.S. senators ask Dr. Ilse Tarn about the night ferry of Corvel", nil},
		{"question", "Will the council of Corvel Bay really close the night ferry?", []string{ruleForm}},
		{"label", "What the council of Corvel Bay decided on Tuesday night:", []string{ruleForm}},
		{"preamble", "Here are the key points of the article on the night ferry", []string{rulePreamble}},
		{"preamble of an assistant", "Sure, the council of Corvel Bay closes the night ferry in March", []string{rulePreamble}},
		{"speaks of the article", "According to the article, Corvel Bay closes its night ferry", []string{rulePreamble}},
		{"link", "Council closes the night ferry, see https://corvel.example/vote", []string{ruleForm}},
		{"www", "Council closes the night ferry, as www.corvel.example reports", []string{ruleForm}},
		{"bold inside", "Council of Corvel Bay **closes** the night ferry in March", []string{ruleForm}},
		{"Markdown link", "Council of Corvel Bay [closes](x) the night ferry in March", []string{ruleForm}},
		{"HTML", "Council of Corvel Bay <b>closes</b> the night ferry in March", []string{ruleForm}},
		{"script", "Council of Corvel Bay closes <script>x</script> the night ferry", []string{ruleForm}},
		{"JSON", "{\"text\": Council of Corvel Bay closes the night ferry in March", []string{ruleForm}},
		{"escaped line break", "Council of Corvel Bay closes the ferry\\nin March of next year", []string{ruleForm}},
		{"control character", "Council of Corvel Bay closes the \u0007 night ferry in March", []string{ruleForm}},
		{"emoji", "Council of Corvel Bay closes the night ferry in March 🚢", []string{ruleForm}},
		{"hidden tags", "Council of Corvel Bay closes the night ferry \U000e0041\U000e0042 in March", []string{ruleForm}},
		{"signs that are no mark-up", "Fares rise 5% to £4.20 & C° readings at <10 hit AT&T™ in March", nil},
		{"a star", "Council rates the Corvel Bay night ferry at 3* of 5 in its survey", nil},
		{"many at once", "Sure: **done**?", []string{rulePreamble, ruleForm, ruleLength}},
	})
}

// A family, a syllable with its vowel sign and a Chinese character are one
// character each to a reader.
func TestLengthIsWhatAReaderCounts(t *testing.T) {
	for _, tc := range []struct {
		name, code, text string
		want             int
	}{
		{"family", "en", "👨‍👩‍👧‍👦", 1},
		{"flag", "en", "🇰🇿", 1},
		{"Devanagari", "hi", "किमी", 2},
		{"decomposed", "en", "cafe\u0301", 4},
		{"Chinese", "zh", "澜州地铁", 4},
		{"empty", "en", "", 0},
	} {
		if got := graphemeCount(tc.text); got != tc.want {
			t.Errorf("%s: %d characters, want %d", tc.name, got, tc.want)
		}
	}
	// 45 syllables are over 200 bytes and over 90 code points.
	hindi := strings.TrimSpace(strings.Repeat("नौका कीमी ", 15))
	if n := graphemeCount(hindi); n > 90 || len([]rune(hindi)) <= 90 {
		t.Fatalf("the sample has %d characters and %d code points", n, len([]rune(hindi)))
	}
	if list := houseOf(t, "hi").check(cited("t1", hindi), nil, anyShown); slices.Contains(rules(list), ruleLength) {
		t.Errorf("%d characters of Devanagari are too many: %v", graphemeCount(hindi), list)
	}
}

func TestCheckUnspaced(t *testing.T) {
	runCheck(t, houseOf(t, "zh"), "t1", []styleCase{
		{"good", "澜州地铁5号线一期推迟至2027年第1季度开通", nil},
		{"13 characters", "澜州地铁五号线一期推迟开通", []string{ruleLength}},
		{"14 characters", "澜州地铁五号线一期推迟开通了", nil},
		{"46 characters", strings.Repeat("澜州地铁五号线一期推", 4) + "推迟开通了吧", []string{ruleLength}},
		{"two sentences", "澜州地铁推迟开通。居民要绕路。", []string{ruleSentences}},
		{"English", "Line five of the metro opens in the year 2027", []string{ruleLanguage}},
	})
	runCheck(t, houseOf(t, "zh"), whyID, []styleCase{
		{"good", "沿线居民还要继续绕路换乘，本已拥挤的二号线暂时等不到分流，一期工程的投资也将增至一百一十八亿元。", nil},
		{"short", "沿线居民还要继续绕路换乘。", []string{ruleLength}},
	})
}

func TestQuestionsOfOtherScripts(t *testing.T) {
	for code, text := range map[string]string{
		"zh": "澜州地铁五号线一期何时能够开通？",
		"ja": "渡し船はいつまで島へ通うことができるのか？",
		"ar": "متى يغلق المجلس العبارة الليلية بين الجزيرة والساحل؟",
	} {
		if got := rules(houseOf(t, code).check(cited("t1", text), nil, anyShown)); !slices.Contains(got, ruleForm) {
			t.Errorf("%s: %q breaks %v, want form", code, text, got)
		}
	}
}

func TestCheckWhy(t *testing.T) {
	words := func(n int) string { return strings.TrimSpace(strings.Repeat("ferry ", n)) + "." }
	runCheck(t, houseOf(t, "en"), whyID, []styleCase{
		{"good", ferryWhy.Text, nil},
		{"24 words", words(24), []string{ruleLength}},
		{"25 words", words(25), nil},
		{"70 words", words(70), nil},
		{"71 words", words(71), []string{ruleLength}},
		{"three sentences", "The ferry is the only link to the island at night for all who work late. It closes in March after a vote. Residents would need a car to get home.", []string{ruleSentences}},
		{"a question at its end", "The night ferry is the only public link to the island after ten, and some 1,200 residents who work late shifts ask: how will we get home?", nil},
		{"empty", "", []string{ruleForm}},
	})
}

func TestCheckCitation(t *testing.T) {
	h := houseOf(t, "en")
	shown := func(id article.SentenceID) bool { return id == 3 || id == 4 }
	for _, tc := range []struct {
		cites []article.SentenceID
		found string
		bad   bool
	}{
		{[]article.SentenceID{3}, "", false},
		{[]article.SentenceID{3, 4}, "", false},
		{nil, "", true},
		{[]article.SentenceID{0}, "0", true},
		{[]article.SentenceID{3, 5, 99}, "5, 99", true},
	} {
		list := h.check(article.Claim{ID: "t1", Text: goodTakeaway, Cites: tc.cites}, nil, shown)
		if got := slices.Equal(rules(list), []string{ruleCitation}); got != tc.bad {
			t.Errorf("%v: %+v", tc.cites, list)
		} else if tc.bad && list[0].Found != tc.found {
			t.Errorf("%v: found %q, want %q", tc.cites, list[0].Found, tc.found)
		}
	}
}

func TestCheckDuplicates(t *testing.T) {
	for _, tc := range []struct {
		name, code, before, text string
		same                     bool
	}{
		{"the same", "en", goodTakeaway, goodTakeaway, true},
		{"other case and stop", "en", goodTakeaway, strings.ToUpper(goodTakeaway) + ".", true},
		{"other order", "en", goodTakeaway, "Night ferry to close in March, Corvel Bay council votes 9 to 4", true},
		{"its second half", "en", ferryWhy.Text, "About 1,200 residents work late shifts and have no way home without a car", true},
		{"its first half", "en", ferryWhy.Text, "Night ferry is the only public link to Corvel Island after ten in the evening", true},
		{"same topic", "en", goodTakeaway, "Harbour union says 38 deckhands could lose their jobs by summer", false},
		{"same opening", "en", "Mayor Ilse Tarn opposes the closure of the night ferry", "Mayor Ilse Tarn says a review is planned for October", false},
		{"few words in common", "en", "Council votes", goodTakeaway, false},
		{"no words at all", "en", "…", "—", false},
		{"Chinese, the same", "zh", "澜州地铁5号线一期推迟至2027年第1季度开通", "澜州地铁5号线一期将推迟至2027年第1季度开通", true},
		{"Chinese, another fact", "zh", "澜州地铁5号线一期推迟至2027年第1季度开通", "过江区间约260米隧道渗水，返修至少需要90天", false},
		{"Russian, the same", "ru", "Совет Корвела закрывает ночной паром в марте", "Ночной паром закрывает в марте совет Корвела", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h := houseOf(t, tc.code)
			other, same := h.sameAs(cited("t2", tc.text), []article.Claim{cited("t1", "other words here entirely"), cited("t1", tc.before)})
			if same != tc.same || same && other.Text != tc.before {
				t.Errorf("sameAs = %v (%q), want %v", same, other.Text, tc.same)
			}
			if back, _ := h.sameAs(cited("t1", tc.before), []article.Claim{cited("t2", tc.text)}); (back.ID != "") != tc.same {
				t.Error("it depends on which comes first")
			}
		})
	}
}

func TestFiguresTellClaimsApart(t *testing.T) {
	for _, pair := range [][2]string{
		{"Turnout in the northern district falls to 41% of voters", "Turnout in the southern district falls to 63% of voters"},
		{"Lindqvist Lines raises its summer fare for adults to 14 crowns", "Lindqvist Lines raises its summer fare for children to 7 crowns"},
	} {
		if _, same := houseOf(t, "en").sameAs(cited("t2", pair[1]), []article.Claim{cited("t1", pair[0])}); same {
			t.Errorf("%q and %q are two facts", pair[0], pair[1])
		}
	}
}

func TestCheckLanguage(t *testing.T) {
	for _, tc := range []struct {
		name, code, text string
		other            bool
	}{
		{"English", "en", goodTakeaway, false},
		{"Russian for English", "en", "Совет Корвела закрывает ночной паром в марте этого года", true},
		{"Chinese for English", "en", "澜州地铁五号线一期推迟至二零二七年第一季度开通，居民要继续绕路", true},
		{"Arabic for English", "en", "المجلس يغلق العبارة الليلية بين الجزيرة والساحل في مارس", true},
		{"French for English", "en", "Le conseil ferme le ferry de nuit et les habitants de l'île protestent", true},
		{"English for Turkish", "tr", "The council of Corvel Bay will close the night ferry in March", true},
		{"English for Russian", "ru", "The council of Corvel Bay will close the night ferry in March", true},
		{"English for Spanish", "es", "The council of Corvel Bay will close the night ferry in March", true},
		{"Turkish", "tr", "Korvel belediyesi gece vapurunu mart ayında kaldırmak için oy verdi", false},
		{"Spanish quotation", "en", "Mayor says “el transbordador de la noche no es para los ricos”", false},
		{"Russian name", "en", "Mayor of Ust-Tarn opens the «Северный причал» to all ferries", false},
		{"names only", "en", "Ilse Tarn, Per Lindqvist, Marrow Bay, Corvel, Ust-Tarn, Delmarra", false},
		{"headline without small words", "en", "Corvel Bay council rejects Lindqvist Lines ferry compensation claim", false},
		{"German", "de", "Stadtrat von Neuwerda streicht die Nachtfähre ab März aus dem Plan", false},
		{"unknown language", "und", "Le conseil ferme le ferry de nuit et les habitants de l'île protestent", false},
		{"two words", "en", "Паром закрыт", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := rules(houseOf(t, tc.code).check(cited("t1", tc.text), nil, anyShown))
			if slices.Contains(got, ruleLanguage) != tc.other {
				t.Errorf("%q breaks %v", tc.text, got)
			}
		})
	}
}

// Words that languages share ("a", "no", "her") do not make a text pass.
func TestSharedWordsDoNotHideALanguage(t *testing.T) {
	for _, tc := range []struct{ code, text string }{
		{"en", "El consejo de la isla cierra el transbordador y no dice a los vecinos por qué"},
		{"tr", "The council will close the ferry and the mayor gave her word that it returns"},
	} {
		if got := rules(houseOf(t, tc.code).check(cited("t1", tc.text), nil, anyShown)); !slices.Contains(got, ruleLanguage) {
			t.Errorf("%s: %q breaks %v, want language", tc.code, tc.text, got)
		}
	}
}

func TestCheckBannedWords(t *testing.T) {
	p := mustProfile(t, "{name: test, banned: [slam, night boat, 夜渡]}")
	for _, tc := range []struct{ code, text, found string }{
		{"en", "Islanders Slam the council of Corvel Bay for closing the ferry", "Slam"},
		{"en", "Council of Corvel Bay ends the Night Boat in March of next year", "Night Boat"},
		{"en", "Council of Corvel Bay ends the “night boat” in March next year", "night boat"},
		{"en", "Islanders of Corvel Bay are slammed by a winter storm at night", ""},
		{"en", "Council of Corvel Bay sends the boat out at night from March on", ""},
		{"zh", "澜州市政府明年三月起停开夜渡航线", "夜渡"},
	} {
		list := newHouse(p, articleOf(tc.code, []string{"x"})).check(cited("t1", tc.text), nil, anyShown)
		found := ""
		for _, f := range list {
			if f.Rule == ruleBanned {
				found = f.Found
			}
		}
		if found != tc.found {
			t.Errorf("%q: found %q, want %q (%+v)", tc.text, found, tc.found, list)
		}
	}
}

func TestHouseTakesLengthsOfTheSummarysLanguage(t *testing.T) {
	english := articleOf("en", []string{strings.Repeat("word ", 300)})
	chinese := articleOf("zh", []string{strings.Repeat("澜", 300)})
	p := mustProfile(t, "{name: test}")
	for name, tc := range map[string]struct {
		profile *Profile
		article *article.Article
		unit    string
		count   int
	}{
		"English":            {p, english, "words", 5},
		"short English":      {p, articleOf("en", []string{"Few words."}), "words", 3},
		"short Chinese":      {p, chinese, "characters", 3},
		"Chinese":            {p, articleOf("zh", []string{strings.Repeat("澜", 500)}), "characters", 5},
		"English of Chinese": {mustProfile(t, "{name: test, language: en}"), chinese, "words", 3},
		"Chinese of English": {mustProfile(t, "{name: test, language: zh}"), english, "characters", 5},
		"Thai":               {p, articleOf("th", []string{"ก"}), "characters", 3},
		"unknown":            {p, articleOf("und", []string{"x"}), "words", 3},
	} {
		h := newHouse(tc.profile, tc.article)
		if h.unitOf != tc.unit || h.count != tc.count {
			t.Errorf("%s: %d takeaways, in %s", name, h.count, h.unitOf)
		}
		if h.labels().Why == "" || h.labels().Takeaways == "" || h.prompt().Language == "" {
			t.Errorf("%s: labels %+v, language %q", name, h.labels(), h.prompt().Language)
		}
	}
}
