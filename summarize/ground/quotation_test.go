package ground

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// pressStory makes an article of a headline and paragraphs.
func pressStory(code, title string, paragraphs ...string) *article.Article {
	a := &article.Article{Title: title, Lang: code, Text: strings.Join(paragraphs, "\n\n")}
	at := 0
	for i, p := range paragraphs {
		spans := article.Split(p, code)
		a.Paragraphs = append(a.Paragraphs, article.Paragraph{Span: article.Span{Start: at, End: at + len(p)}, First: len(a.Sentences), Count: len(spans)})
		for _, s := range spans {
			a.Sentences = append(a.Sentences, article.Sentence{
				ID: article.SentenceID(len(a.Sentences) + 1), Paragraph: i, Span: article.Span{Start: at + s.Start, End: at + s.End}, Text: p[s.Start:s.End],
			})
		}
		at += len(p) + 2
	}
	return a
}

// pressCase is a claim and what one rule says of it.
type pressCase struct {
	claim    string
	want     Verdict // "" for no finding
	code     string
	expected string // of the gravest finding; not compared when ""
}

// only turns off all rules but one.
func only(name string) Options {
	o := Options{Rules: map[string]Grade{}}
	for _, n := range RuleNames() {
		if n != name {
			o.Rules[n] = Off
		}
	}
	return o
}

func checkPress(t *testing.T, a *article.Article, name string, cases []pressCase) {
	t.Helper()
	c := New(a, only(name))
	for _, test := range cases {
		var worst Finding
		for _, f := range c.Check(article.Claim{ID: "t1", Text: test.claim}).Claims[0].Findings {
			checkSpan(t, test.claim, f)
			if worst.Verdict.Worse(f.Verdict) != worst.Verdict {
				worst = f
			}
		}
		if worst.Verdict != test.want || worst.Code != test.code || test.expected != "" && worst.Expected != test.expected {
			t.Errorf("%s: %q:\n got  %s %q, expected %q: %s\n want %s %q, expected %q", a.Lang, test.claim, worst.Verdict, worst.Code, worst.Expected, worst.Message,
				test.want, test.code, test.expected)
		}
	}
}

func checkSpan(t *testing.T, claim string, f Finding) {
	t.Helper()
	r := []rune(claim)
	if f.Start < 0 || f.End > len(r) || f.Start > f.End || string(r[f.Start:f.End]) != f.Found {
		t.Errorf("%q: %q is not at %d to %d", claim, f.Found, f.Start, f.End)
	}
}

// mends says that the expected words, put in place, make a claim that passes.
func mends(t *testing.T, a *article.Article, name, claim string) {
	t.Helper()
	c := New(a, only(name))
	for _, f := range c.Check(article.Claim{Text: claim}).Claims[0].Findings {
		if f.Verdict != Fail || f.Expected == "" {
			continue
		}
		r := []rune(claim)
		mended := string(r[:f.Start]) + f.Expected + string(r[f.End:])
		if v := c.Check(article.Claim{Text: mended}).Claims[0].Verdict; v == Fail {
			t.Errorf("%q mended to %q still fails", claim, mended)
		}
	}
}

var millStory = pressStory("en", `Tarnwick mill to shut as owner says "the river won"`,
	`The last working mill in Tarnwick will close in May, its owner, Oriel Haskett, said on Monday. "We have run out of road, and I will not pretend otherwise," Ms. Haskett told reporters. "The river won."`,
	`Mayor Benedek Roussel said the town had offered two years of relief. "Nobody at the town hall wanted this," he said. "We asked for more time… and we were told there was none."`,
	`Pilar Vane, a union organiser, called the closure "a slow betrayal" and said that 84 people would lose their jobs. The company's chief engineer, Dr. Tove Marchetti, told the council that the wheel was "safe for now".`,
	`“It's the only place I've ever worked,” said Luka Brandt, 61, who joined as an apprentice. “My father said, ‘Keep your hands off the wheel,’ and I did.”`,
	`A spokeswoman for the river authority said it had "no record" of the complaint. The authority will publish a report in June, and the board plans to meet the owners twice.`,
	`Vane has written a book, The Long Weir, about the strike of 1986. According to Marchetti, the repairs would take "at least three winters".`,
	`"People keep asking me whether I am angry. I am not angry.`,
	`"I am tired, and I would like to sleep," Ms. Haskett said.`,
)

func TestQuotation(t *testing.T) {
	checkPress(t, millStory, "quotation", []pressCase{
		// word for word
		{`Oriel Haskett said: "We have run out of road, and I will not pretend otherwise."`, Pass, "", ""},
		{`“We have run out of road, and I will not pretend otherwise,” Haskett said.`, Pass, "", ""},
		{`'We have run out of road, and I will not pretend otherwise,' Haskett said.`, Pass, "", ""},
		{`«We have run out of road», said Haskett.`, Pass, "", ""},
		{`Haskett admits "I will not pretend otherwise"`, Pass, "", ""},
		{`Haskett says mill has "run out of road"`, Pass, "", ""},
		{`Haskett: 'The river won'`, Pass, "", ""},
		{`"the river won"`, Pass, "", ""},
		{`Luka Brandt said: “It’s the only place I’ve ever worked.”`, Pass, "", ""},
		{`Brandt's father told him: "Keep your hands off the wheel"`, Pass, "", ""},
		{`Vane called it "a slow betrayal"`, Pass, "", ""},
		{`Pilar Vane called the closure 'a slow betrayal'`, Pass, "", ""},
		{`The wheel is "safe for now", Marchetti told the council`, Pass, "", ""},
		{`Marchetti said repairs need "at least three winters"`, Pass, "", ""},
		{`The authority has "no record" of the complaint`, Pass, "", ""},
		{`"I am tired, and I would like to sleep," Haskett said`, Pass, "", ""},
		{`Haskett said: "I am not angry."`, Pass, "", ""},
		{`"We have run out of road , and I will not pretend otherwise ," Haskett said`, Pass, "", ""},
		{`"I am not angry," Ms. Haskett said, "I am tired."`, Pass, "", ""},
		// several quotations of one speech
		{`"We have run out of road, and I will not pretend otherwise. The river won," said Haskett`, Pass, "", ""},
		{`"Nobody at the town hall wanted this. We asked for more time," Roussel said`, Pass, "", ""},
		// left out and put in, as marks say
		{`Haskett said: "We have run out of road ... I will not pretend otherwise."`, Pass, "", ""},
		{`Haskett said: "We have run out … and I will not pretend otherwise."`, Pass, "", ""},
		{`Haskett said: "We have … pretend otherwise."`, Pass, "", ""},
		{`Haskett said: "... I will not pretend otherwise"`, Pass, "", ""},
		{`Haskett said: "[The mill has] run out of road."`, Pass, "", ""},
		{`Haskett said: "We have run out of road, and [we] will not pretend otherwise."`, Pass, "", ""},
		{`Haskett said: "We have run out of [the] road."`, Pass, "", ""},
		{`Haskett said: "[W]e have run out of road."`, Fail, "reworded", ""},
		{`Roussel said: "We asked for more time ... and we were told there was none."`, Pass, "", ""},
		{`Roussel said: "We asked for more time and we were told there was none."`, Pass, "", ""},
		// no quotation at all
		{`The mill will close in May`, "", "", ""},
		{`The mill's owners won't say more`, "", "", ""},
		{`The rock 'n' roll of the '80s and the workers' jobs`, "", "", ""},
		{`The wheel is 6'2" high and 5" thick`, "", "", ""},
		{``, "", "", ""},
		{`""`, "", "", ""},
		{`"…"`, "", "", ""},
		// a word changed, left out, put in
		{`Haskett said: "We have run out of money, and I will not pretend otherwise."`, Fail, "reworded", "We have run out of road, and I will not pretend otherwise"},
		{`Haskett said: "We have run out of road, and I will pretend otherwise."`, Fail, "reworded", "We have run out of road, and I will not pretend otherwise"},
		{`Haskett said: "We have simply run out of road, and I will not pretend otherwise."`, Fail, "reworded", "We have run out of road, and I will not pretend otherwise"},
		{`Haskett said: "We've run out of road, and I won't pretend otherwise."`, Fail, "reworded", ""},
		{`“Nobody at the town hall needed this,” Roussel said.`, Fail, "reworded", "Nobody at the town hall wanted this"},
		{`Roussel said that "everybody at the town hall wanted this"`, Fail, "reworded", "Nobody at the town hall wanted this"},
		{`Vane called it "a quick betrayal"`, Fail, "reworded", "a slow betrayal"},
		{`Marchetti said repairs need "at least four winters"`, Fail, "reworded", "at least three winters"},
		{`Marchetti called the wheel "unsafe for now"`, Fail, "reworded", "safe for now"},
		{`The authority has "a record" of the complaint`, Fail, "reworded", "no record"},
		{`The owner says "the river lost"`, Fail, "reworded", "the river won"},
		{`"I am tired, and I would love to sleep," Haskett said`, Fail, "reworded", "I am tired, and I would like to sleep"},
		{`Brandt said: “It's the best place I've ever worked.”`, Fail, "reworded", "It's the only place I've ever worked"},
		{`Haskett said: "We asked for road ... and I will not pretend otherwise."`, Fail, "reworded", ""},
		// the reporter's words
		{`Pilar Vane said: "84 people would lose their jobs."`, Fail, "not_quoted", "84 people would lose their jobs."},
		{`Roussel said: "The town had offered two years of relief."`, Fail, "not_quoted", "The town had offered two years of relief."},
		{`The mill "will close in May"`, Fail, "not_quoted", "will close in May"},
		{`The authority "will publish a report in June"`, Fail, "not_quoted", ""},
		{`It will "publish a report"`, Warn, "not_quoted", ""},
		{`Brandt joined as an "apprentice"`, Warn, "not_quoted", ""},
		{`Marchetti said: "the wheel was safe for now"`, Fail, "not_quoted", ""},
		{`The authority: "the board plans to meet the investors twice"`, Fail, "not_quoted", ""},
		// titles of works
		{`Vane wrote "The Long Weir"`, Pass, "", ""},
		{`Vane wrote 'The Long Weir' about the strike of 1986`, Pass, "", ""},
		// nowhere
		{`Haskett said: "Our customers deserved a better ending."`, Fail, "invented", ""},
		{`Vane called it "daylight robbery"`, Fail, "invented", ""},
		{`Residents speak of a "catastrophe"`, Fail, "invented", ""},
		{`"Everything is fine," said Haskett`, Fail, "invented", ""},
		// said by another
		{`"We have run out of road," Mayor Roussel said`, Fail, "speaker", "Haskett"},
		{`Benedek Roussel said: "We have run out of road, and I will not pretend otherwise."`, Fail, "speaker", "Haskett"},
		{`Pilar Vane said: "The river won."`, Fail, "speaker", ""},
		{`Luka Brandt called the closure "a slow betrayal"`, Fail, "speaker", "Pilar Vane"},
		{`“It's the only place I've ever worked,” said Benedek Roussel.`, Fail, "speaker", "Luka Brandt"},
		{`“It's the only place I've ever worked,” Haskett said.`, Fail, "speaker", "Brandt"},
		{`According to Vane, repairs need "at least three winters"`, Fail, "speaker", "Marchetti"},
		{`The wheel is "safe for now", Ms. Vane told the council`, Fail, "speaker", "Marchetti"},
		{`The company's chief engineer, Dr. Pilar Vane, told the council that the wheel was "safe for now"`, Fail, "speaker", ""},
		{`"I am tired, and I would like to sleep," Brandt said`, Fail, "speaker", "Haskett"},
		{`Gideon Ashworth said: "We have run out of road."`, Fail, "speaker", ""},
		{`Haskett: 'a slow betrayal'`, Fail, "speaker", "Vane"},
		// said by the same under another name, or by nobody who can be told
		{`The owner said: "We have run out of road."`, Pass, "", ""},
		{`She said: "We have run out of road."`, Pass, "", ""},
		{`Mayor Roussel said: "Nobody at the town hall wanted this."`, Pass, "", ""},
		{`Mr. Roussel said: "Nobody at the town hall wanted this."`, Pass, "", ""},
		{`Dr. Tove Marchetti said the wheel was "safe for now"`, Pass, "", ""},
		{`Luka said: “It's the only place I've ever worked.”`, Pass, "", ""},
		{`The authority said it had "no record" of the complaint`, Pass, "", ""},
		{`"A slow betrayal": union on the closure`, Pass, "", ""},
		// a long piece without marks
		{`We have run out of road, and I will not pretend otherwise`, Warn, "no_marks", ""},
		{`Haskett said we have run out of road, and I will not pretend otherwise`, "", "", ""},
		{`I would like to sleep`, "", "", ""},
		// marks that do not fit
		{`Haskett said: "We have run out of road`, Pass, "", ""},
		{`We have run out of road," Haskett said.`, Pass, "", ""},
	})
}

func TestQuotationMends(t *testing.T) {
	for _, claim := range []string{
		`Haskett said: "We have run out of money, and I will not pretend otherwise."`,
		`“Nobody at the town hall needed this,” Roussel said.`,
		`Vane called it "a quick betrayal"`,
		`Roussel said: "The town had offered two years of relief."`,
		`"We have run out of road," Mayor Roussel said`,
		`Luka Brandt called the closure "a slow betrayal"`,
		`The mill "will close in May"`,
		`Marchetti said: "the wheel was safe for now"`,
	} {
		mends(t, millStory, "quotation", claim)
	}
}

func TestQuotationByPronoun(t *testing.T) {
	a := pressStory("en", "Ferry stays in port",
		`Ingrid Solvay spent the morning on the quay. "The engine is older than I am," she said.`,
		`The harbour was quiet for hours.`, `Gulls sat on the ropes.`, `Nobody bought a ticket.`, `The kiosk closed early.`,
		`Tomas Reyl runs the line. "We sail tomorrow," Reyl said. "I promise," he added.`,
		`Reyl bought the line in 2011. Solvay has worked on it since. Reyl owns two boats, and Reyl's son sails one.`,
	)
	checkPress(t, a, "quotation", []pressCase{
		{`Solvay said: "The engine is older than I am"`, Pass, "", ""},
		{`Reyl said: "We sail tomorrow"`, Pass, "", ""},
		{`Reyl said: "I promise"`, Pass, "", ""},
		{`Solvay said: "We sail tomorrow"`, Fail, "speaker", "Reyl"},
	})
}

func TestQuotationNamesakes(t *testing.T) {
	a := pressStory("en", "Two Kershaws, one orchard",
		`"The trees are mine," said Alma Kershaw. "They were never hers," said Dorian Kershaw.`)
	checkPress(t, a, "quotation", []pressCase{
		{`Alma Kershaw said: "The trees are mine"`, Pass, "", ""},
		{`Kershaw said: "The trees are mine"`, Pass, "", ""},
		{`Dorian Kershaw said: "The trees are mine"`, Fail, "speaker", "Alma Kershaw"},
		{`Alma Kershaw said: "They were never hers"`, Fail, "speaker", "Dorian Kershaw"},
	})
}

// A word that was left out after the first one does not cost the first one.
func TestQuotationBeginsWhereTheArticlesDoes(t *testing.T) {
	a := pressStory("en", "Treasurer on trial", `"I have never taken a crown that was not mine," said Ottoline Marsh.`)
	checkPress(t, a, "quotation", []pressCase{
		{`“I never took a crown that was not mine,” Marsh said`, Fail, "reworded", "I have never taken a crown that was not mine"},
		{`Marsh said: “I will never take a crown that was not mine.”`, Fail, "reworded", "I have never taken a crown that was not mine"},
	})
}

func TestQuotationOfAuthorsAndAnswers(t *testing.T) {
	column := pressStory("en", "Leave the benches", "I have sat on every bench in Corrin Park. The new ones are cold and too short. My grandmother would have laughed at them.")
	checkPress(t, column, "quotation", []pressCase{
		{`"I have sat on every bench in Corrin Park," writes the columnist`, Pass, "", ""},
	})
	interview := pressStory("en", "The keeper of the weir", "Mara Oduya looks after the weir. We met on Tuesday.",
		"How old is it?", "Older than the town. Nobody knows.", "Does it leak?", "Every day of the year.", "Will it hold?", "Ask the river.")
	checkPress(t, interview, "quotation", []pressCase{
		{`The weir is "older than the town", says its keeper`, Pass, "", ""},
		{`"Every day of the year," she says`, Pass, "", ""},
		{`"Every hour of the year," she says`, Fail, "reworded", ""},
	})
}

func TestQuotationInOtherLanguages(t *testing.T) {
	for _, test := range []struct {
		story *article.Article
		cases []pressCase
	}{
		{pressStory("de", "Wehr bleibt zu", `„Das Wehr ist alt, aber es hält“, sagte Bürgermeister Jonas Ellwang. Die Ingenieurin Petra Sudmann nannte den Plan „einen schlechten Tausch“.`), []pressCase{
			{`„Das Wehr ist alt, aber es hält“, sagte Ellwang`, Pass, "", ""},
			{`„Das Wehr ist neu, aber es hält“, sagte Ellwang`, Fail, "reworded", "Das Wehr ist alt, aber es hält"},
			{`Petra Sudmann sagte: „Das Wehr ist alt, aber es hält“`, Fail, "speaker", "Jonas Ellwang"},
			{`Der Bürgermeister sagte: „Das Wehr ist alt“`, Pass, "", ""},
			{`Experten sagten: „Das Wehr ist alt“`, Pass, "", ""},
			{`Sudmann nannte den Plan »einen guten Tausch«`, Fail, "reworded", "einen schlechten Tausch"},
		}},
		{pressStory("fr", "Le moulin ferme", `« Nous n’avons plus le choix », a déclaré la directrice, Mme Odile Farrand. « C’est une honte », a réagi Bastien Corlay, du syndicat.`), []pressCase{
			{`« Nous n'avons plus le choix », a déclaré Odile Farrand`, Pass, "", ""},
			{`"Nous n’avons pas le choix", a déclaré Odile Farrand`, Fail, "reworded", "Nous n’avons plus le choix"},
			{`« Nous n’avons plus le choix », a déclaré Bastien Corlay`, Fail, "speaker", "Odile Farrand"},
			{`Bastien Corlay dénonce « une honte »`, Pass, "", ""},
			{`La directrice parle d’« une catastrophe »`, Fail, "invented", ""},
		}},
		{pressStory("es", "El molino cierra", `«El río nos ganó», dijo la dueña, Lucía Almarza. «Pedimos tiempo y no hubo», añadió el alcalde Ramiro Solano.`), []pressCase{
			{`«El río nos ganó», dijo Almarza`, Pass, "", ""},
			{`“El río nos venció”, dijo Almarza`, Fail, "reworded", "El río nos ganó"},
			{`Ramiro Solano dijo: «El río nos ganó»`, Fail, "speaker", "Lucía Almarza"},
		}},
		{pressStory("tr", "Değirmen kapanıyor", `Değirmenin sahibi Oya Karasu, "Yolun sonuna geldik, bunu saklamayacağım" dedi. Belediye Başkanı Tarık Elmas ise "Biz daha fazla süre istedik" diye konuştu.`), []pressCase{
			{`Oya Karasu, "Yolun sonuna geldik" dedi`, Pass, "", ""},
			{`Oya Karasu, “Yolun başına geldik, bunu saklamayacağım” dedi`, Fail, "reworded", "Yolun sonuna geldik, bunu saklamayacağım"},
			{`Tarık Elmas, "Yolun sonuna geldik, bunu saklamayacağım" dedi`, Fail, "speaker", "Oya Karasu"},
		}},
		{pressStory("ru", "Мельница закрывается", `«Дорога кончилась, и я не буду этого скрывать», — сказала владелица Вера Лужина. «Мы просили времени», — ответил мэр Игорь Савватеев.`), []pressCase{
			{`«Дорога кончилась», — сказала Лужина`, Pass, "", ""},
			{`«Дорога началась, и я не буду этого скрывать», — сказала Лужина`, Fail, "reworded", "Дорога кончилась, и я не буду этого скрывать"},
			{`«Дорога кончилась, и я не буду этого скрывать», — сказал Игорь Савватеев`, Fail, "speaker", "Вера Лужина"},
			{`Мэр назвал это «катастрофой»`, Fail, "invented", ""},
		}},
		{pressStory("kk", "Диірмен жабылады", `«Жол бітті, мен оны жасырмаймын», – деді диірмен иесі Айгүл Сәрсен. «Біз уақыт сұрадық», – деді әкім Нұрлан Төреғали.`), []pressCase{
			{`«Жол бітті», – деді Айгүл Сәрсен`, Pass, "", ""},
			{`«Жол басталды, мен оны жасырмаймын», – деді Айгүл Сәрсен`, Fail, "reworded", "Жол бітті, мен оны жасырмаймын"},
			{`«Жол бітті, мен оны жасырмаймын», – деді Нұрлан Төреғали`, Fail, "speaker", "Айгүл Сәрсен"},
		}},
		{pressStory("ar", "إغلاق الطاحونة", `قالت صاحبة الطاحونة: «لقد انتهى الطريق ولن أخفي ذلك». وأضاف رئيس البلدية: «طلبنا مزيداً من الوقت».`), []pressCase{
			{`قالت صاحبة الطاحونة «لقد انتهى الطريق ولن أخفي ذلك»`, Pass, "", ""},
			{`قالت صاحبة الطاحونة «لقد بدأ الطريق ولن أخفي ذلك»`, Fail, "reworded", "لقد انتهى الطريق ولن أخفي ذلك"},
		}},
		{pressStory("zh", "磨坊将关闭", `“我们已经走到尽头，我不会隐瞒，”磨坊主林岚说。镇长何屿写过一本书《长堰》。`), []pressCase{
			{`林岚说：“我们已经走到尽头，我不会隐瞒。”`, Pass, "", ""},
			{`林岚说：“我们已经走到起点，我不会隐瞒。”`, Fail, "reworded", ""},
			{`何屿写过《长堰》`, Pass, "", ""},
			{`林岚说：“一切都会好起来的”`, Fail, "invented", ""},
		}},
		{pressStory("ja", "水車小屋が閉鎖", `「もう道はない。隠すつもりもない」と所有者は語った。`), []pressCase{
			{`所有者は「もう道はない」と語った`, Pass, "", ""},
			{`所有者は「まだ道はある。隠すつもりもない」と語った`, Fail, "reworded", ""},
		}},
		{pressStory("it", "Il mulino chiude", `«La strada è finita», ha detto la proprietaria Marta Bellandi. «Volevamo più tempo», ha aggiunto il sindaco Elio Ferrante.`), []pressCase{
			{`«La strada è finita», ha detto Bellandi`, Pass, "", ""},
			{`«La strada è finita», ha detto Elio Ferrante`, Fail, "speaker", "Marta Bellandi"},
		}},
		{pressStory("pt", "O moinho fecha", `"O caminho acabou", disse a dona, Clara Meneses. "Queríamos mais tempo", disse o prefeito Duarte Lobo.`), []pressCase{
			{`"O caminho acabou", disse Clara Meneses`, Pass, "", ""},
			{`"O caminho acabou", disse Duarte Lobo`, Fail, "speaker", "Clara Meneses"},
		}},
		{pressStory("xx", "Title", `"Abba dabba uno," said Ono Bran.`), []pressCase{
			{`"Abba dabba uno"`, Pass, "", ""},
			{`"Abba dabba duo" was heard`, Fail, "reworded", "Abba dabba uno"},
		}},
	} {
		checkPress(t, test.story, "quotation", test.cases)
	}
}

func TestQuotationsFound(t *testing.T) {
	w := newWords("en")
	for text, want := range map[string][]string{
		`He said "yes" and "no".`:                     {"yes", "no"},
		`He said “one ‘two’ three”.`:                  {"one ‘two’ three"},
		`'It's the boys' turn,' she said.`:            {"It's the boys' turn,"},
		`the boys' club and the girls' team`:          nil,
		`„Ja“, sagte er, »Nein«`:                      {"Ja", "Nein"},
		`She said: "I will`:                           {"I will"},
		`never again," she said`:                      {"never again,"},
		`day."I think so," he said."But no."`:         {"I think so,", "But no."},
		`Rock 'n' roll, '90s style, 'em all`:          nil,
		`她说：“好的。”他说「不」`:                               {"好的。", "不"},
		`a 5" pipe and a 6'2" man`:                    nil,
		`“First paragraph goes on`:                    {"First paragraph goes on"},
		`He called it 'madness'.`:                     {"madness"},
		`‘Don’t touch the dogs’ bowls,’ said the vet`: {"Don’t touch the dogs’ bowls,"},
	} {
		tokens := w.cut(text).tokens
		found, _ := quotations(tokens)
		var got []string
		for _, q := range found {
			got = append(got, text[tokens[q.from].start:tokens[q.to-1].end])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestQuotationData(t *testing.T) {
	entries, err := fs.ReadDir(files, "data/quotation")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		code := strings.TrimSuffix(path.Base(e.Name()), ".yaml")
		w := load[quotationWords]("quotation", code)
		for name, list := range map[string][]string{
			"verbs": w.Verbs, "by": w.By, "pronouns": w.Pronouns, "helpers": w.Helpers, "passive": w.Passive, "roles": w.Roles, "determiners": w.Determiners,
			"titles": w.Titles, "links": w.Links, "before": w.Before, "joiners": w.Joiners, "not_names": w.NotNames, "first": w.First,
		} {
			seen := map[string]bool{}
			for _, x := range list {
				if strings.TrimSpace(x) == "" || seen[x] {
					t.Errorf("%s %s: %q is empty or there twice", code, name, x)
				}
				seen[x] = true
			}
		}
		if len(w.Verbs) == 0 || len(w.First) == 0 {
			t.Errorf("%s: no verbs or no pronouns of the first person", code)
		}
	}
}

// A sentence of an article, taken as a claim, fails on none of the rules.
func TestSentencesNeverFailOnQuotationCitationInjection(t *testing.T) {
	for name, a := range testArticles(t) {
		for _, rule := range []string{"quotation", "citation", "injection"} {
			c := New(a, only(rule))
			for _, s := range a.Sentences {
				for _, cr := range c.Check(article.Claim{Text: s.Text}, article.Claim{Text: s.Text, Cites: []article.SentenceID{s.ID}}).Claims {
					if cr.Verdict == Fail {
						t.Errorf("%s, %s, sentence %d: %+v", name, rule, s.ID, cr.Findings)
					}
				}
			}
		}
	}
}

// Any words in any marks: no panic, and what is found stands where it says.
func TestQuotationSpans(t *testing.T) {
	c := New(millStory, only("quotation"))
	piece := rapid.SampledFrom([]string{"\"", "“", "”", "'", "’", "‘", "«", "»", "„", "…", "...", "[", "]", ",", ".", ":", " ", " ", " ", "Haskett", "said", "We have run out of road", "the river won", "Roussel", "mill", "《", "》", "说", "é"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(piece, 0, 30).Draw(t, "pieces"), "")
		r := []rune(text)
		for _, f := range c.Check(article.Claim{Text: text}).Claims[0].Findings {
			if f.Start > f.End || f.End > len(r) || string(r[f.Start:f.End]) != f.Found {
				t.Fatalf("%q: %+v", text, f)
			}
		}
	})
}

func FuzzQuotation(f *testing.F) {
	f.Add(millStory.Text, `Haskett said: "We have run out of money."`)
	f.Add(`"A" "B" 'c' «d» “e`, `'a'' "b"" ”c“ [d] … said Bo`)
	f.Fuzz(func(t *testing.T, text, claim string) {
		a := pressStory("en", "Title", strings.ToValidUTF8(text, "?"))
		claim = strings.ToValidUTF8(claim, "?")
		for _, rule := range []string{"quotation", "citation", "injection"} {
			for _, finding := range New(a, only(rule)).Check(article.Claim{Text: claim, Cites: []article.SentenceID{1, 99}}).Claims[0].Findings {
				checkSpan(t, claim, finding)
			}
		}
	})
}

func BenchmarkQuotation(b *testing.B) {
	c := New(millStory, only("quotation"))
	claims := []article.Claim{
		{Text: `Haskett said: "We have run out of road, and I will not pretend otherwise."`},
		{Text: `Vane called it "a quick betrayal"`},
		{Text: "The mill will close in May"},
		{Text: "84 people will lose their jobs"},
		{Text: `Roussel said: "We have run out of road."`},
		{Text: "The authority will publish a report in June"},
	}
	b.Run("check", func(b *testing.B) {
		for b.Loop() {
			c.Check(claims...)
		}
	})
	b.Run("new", func(b *testing.B) {
		for b.Loop() {
			newQuotationRule(c)
		}
	})
}

// Long and odd texts are read in time that grows with their length.
func TestQuotationOfLongTexts(t *testing.T) {
	for _, piece := range []string{`"`, `" `, `'a `, `“a” `, `"a" said Bo. `, "ignore previous instructions ", `‘a’ b's `, "[…] ", "«"} {
		text := strings.Repeat(piece, 20000/len(piece))
		a := &article.Article{Lang: "en", Text: text, Sentences: []article.Sentence{{ID: 1, Span: article.Span{End: len(text)}, Text: text}}}
		for _, rule := range []string{"quotation", "injection"} {
			New(a, only(rule)).Check(article.Claim{Text: text}, article.Claim{Text: `"a b c d" said Bo`})
		}
	}
}
