package ground

import (
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/summarize/article"
)

const officesText = `The Quillhaven council voted on Tuesday to close its ferry, a spokeswoman said.

The mayor of Quillhaven, Orla Pettifer, a Progressive, said that the ferry cost too much. "Nobody likes it," Pettifer said, referring to the treasurer, Bram Okonjo.

Okonjo, the harbour trust's auditor until 2019, was born in Maddock Bay. Dunmere's finance chief, Lena Orr-Vasik, offered to buy the boat.

Tobias Orr, the chief executive of Dunmere, said that repairs would be carried out in Castle Weir in the spring. Ida Frome, who speaks for the Ferry Users' Group, asked for a delay.

The Dunmere captain, Jonas Thale, has sailed the boat for 20 years. Selwyn Marsh, who was not involved in the study, teaches at Northolt College. The study's lead author, Petra Quist, is a hydrologist.`

func TestOfficesOfOthers(t *testing.T) {
	for claim, want := range map[string]string{
		"Orla Pettifer, the treasurer, said that the ferry cost too much":                 "fail",
		"Treasurer Orla Pettifer called the ferry too costly":                             "fail",
		"Mayor Orla Pettifer called the ferry too costly":                                 "",
		"Orla Pettifer, a Conservative, said that the ferry cost too much":                "fail",
		"Tobias Orr, Dunmere's finance chief, said that repairs would come in the spring": "fail",
		"Dunmere's finance chief, Lena Orr-Vasik, wants the boat":                         "",
		"Lena Orr offered to buy the boat":                                                "fail",
		"Tobias Orr said that repairs would come in the spring":                           "",
		"Quillhaven captain Jonas Thale has sailed the boat for 20 years":                 "fail",
		"Jonas Thale, the Dunmere captain, has sailed for 20 years":                       "",
		"Ida Frome, who speaks for Dunmere, asked for a delay":                            "fail",
		"Ida Frome, a spokeswoman for the Ferry Users' Group, asked for a delay":          "",
		"Selwyn Marsh, the study's lead author, teaches at Northolt College":              "fail",
		"Petra Quist, lead author of the study, is a hydrologist":                         "",
		"Repairs will be carried out in Maddock Bay in the spring":                        "fail",
		"Repairs will be carried out in Castle Weir in the spring":                        "",
		"Bram Okonjo was born in Nairobi":                                                 "fail",
		"Bram Okonjo was born in Castle Weir":                                             "fail",
		"Chief Financial Officer Tobias Orr spoke of repairs in the spring":               "fail",
		"Dunmere boss Tobias Orr promised repairs in the spring":                          "",
		"Dunmere CEO Tobias Orr promised repairs in the spring":                           "",
	} {
		if got := namesSaid(t, "en", officesText, claim); (got != "") != (want != "") {
			t.Errorf("%s: %q", claim, got)
		}
	}
}

func TestOfficesInOtherLanguages(t *testing.T) {
	for _, c := range []struct{ lang, text, right, wrong string }{
		{
			"fr", "Le directeur du port, M. Yvan Coquelin, a promis une digue. Sa porte-parole, Mme Odile Brassac, a parlé d’un chantier de deux ans.",
			"Odile Brassac, porte-parole, parle d’un chantier de deux ans", "Yvan Coquelin, porte-parole du port, promet une digue",
		},
		{
			"de", "Der Bürgermeister von Oberlinden, Karl Witzke, lobte den Plan. Die Sprecherin des Vereins, Mona Adler, nannte ihn zu teuer.",
			"Bürgermeister Karl Witzke findet den Plan gut", "Bürgermeisterin Mona Adler nannte den Plan zu teuer",
		},
		{
			"es", "La alcaldesa, Nuria Belda, defendió el puente. El portavoz de los vecinos, Iván Roque, pidió otro estudio.",
			"El portavoz Iván Roque quiere otro estudio", "El alcalde Iván Roque pidió otro estudio",
		},
	} {
		if got := namesSaid(t, c.lang, c.text, c.right); got != "" {
			t.Errorf("%s: %q", c.right, got)
		}
		if got := namesSaid(t, c.lang, c.text, c.wrong); got == "" {
			t.Errorf("%s passes", c.wrong)
		}
	}
}

func TestGermanNounsAreNoNames(t *testing.T) {
	text := "Die Stadt Oberlinden baut ein neues Hallenbad. Bürgermeister Karl Witzke lobte den Plan. Das Bad kostet neun Millionen Euro."
	for _, claim := range []string{
		"Mit großer Mehrheit bringt Oberlinden das Hallenbad in Form", "Am Ende steht der Verdacht, dass ein Drittel fehlt",
		"Kosten: Neun Millionen gehen in den Neubau",
	} {
		r := New(storyOf("de", "2026-03-02", sentencesOf("de", text)...), Options{}).Check(article.Claim{ID: "t1", Text: claim})
		for _, f := range r.Claims[0].Findings {
			if f.Rule == "name" && f.Verdict != Pass && f.Found != "Form" {
				t.Errorf("%s: %+v", claim, f)
			}
		}
	}
}

// namesSaid is what the rule fails a claim for, "" for nothing.
func namesSaid(t *testing.T, code, text, claim string) string {
	t.Helper()
	var out []string
	for _, f := range New(storyOf(code, "2026-03-02", sentencesOf(code, text)...), Options{}).Check(article.Claim{ID: "t1", Text: claim}).Claims[0].Findings {
		if f.Rule == "name" && f.Verdict == Fail {
			out = append(out, f.Message)
		}
	}
	return strings.Join(out, "; ")
}

func sentencesOf(code, text string) []string {
	var out []string
	for _, span := range article.Split(text, code) {
		out = append(out, strings.TrimSpace(text[span.Start:span.End]))
	}
	return out
}
