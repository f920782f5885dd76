package article

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html/charset"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// TestKeepsSentences: sentences of a story that begin or end as furniture does.
func TestKeepsSentences(t *testing.T) {
	for _, block := range []string{
		"Copyright rules do not cover the ferry's bell, Judge Ilse Marant held, and nobody will be paid.",
		"Already registered boats need no new papers, the harbour office said, unless they were sold.",
		"For subscribers, the change means a bill that is £12 higher a year, the ferry line said.",
		"Premium content drew few readers to the harbour paper in its first winter on the islands.",
		"No comments were heard from the board, which denied the claim.",
		"Privacy policy failings led to the leak of 900 passengers' files, the auditor found.",
		"Contact us at once, police told islanders, if the boat is seen.",
		"Terms of use of the quay were not agreed, the court heard on Monday.",
		"Support local journalism, she told the meeting, or lose it.",
		"Listen to this story, the judge told the jury: it is not true.",
		"Follow us or be left behind, the leader told members, to boos.",
		"(c) no later than 1 May, the builder must leave the quay.",
		"Photo by photo, the prosecutor went through the night of 4 May.",
		"Courtesy of the mayor, nobody was charged.",
		"Illustration: a family of four would pay £90 more a year under the plan.",
		"More from the fund went to the islands than to the port",
		"Sign up for our newsletter. The mayor denied on Tuesday that the ferry line had paid for her trip.",
		"Published on 3 March 2026, the report names nine firms.",
		"Posted on 4 May 2026, the film was not genuine.",
		"Updated figures on 3 May 2026 show 14 dead.",
		"Modified on 3 March 2026, the contract was never signed.",
		"Written by Ilse Marant, The Long Quay Report did not name the builder.",
		"The Last Ferry - a film of 1931 - will not be shown, its owner said.",
		"The Big Picture - a cinema of 1931 - will not reopen, its owner said.",
		"The minister listed what was agreed. The main points: fares stay frozen, two lines are kept. She denied that jobs would go.",
		"7. That is how many boats sank, the police said.",
		"- 12 degrees was measured on the quay on Monday.",
	} {
		a := read(t, "Harbour board backs terminal\n\nPublished 1 March 2026\n\n"+story+"\n\n"+block+"\n\nThe board meets again on Friday.", Options{Format: Text})
		if !strings.Contains(a.Text, block) {
			t.Errorf("%q left the text: %+v", block, a.Omitted)
		}
		if a.Published.Format("2006-01-02") != "2026-03-01" || !a.Updated.IsZero() || a.Reference != nil {
			t.Errorf("%q changed what is known of the article: %v %v %+v", block, a.Published, a.Updated, a.Reference)
		}
	}
}

// TestCallsGo: calls to the reader go even when they hold a negation or number.
func TestCallsGo(t *testing.T) {
	const german = "Der Hafenrat hat am Montag für eine neue Fähre gestimmt. Die Inseln bekommen damit zum ersten Mal eine Verbindung im Winter.\n\n" +
		"Der Bau kostet 41 Millionen Euro und soll 2029 fertig sein, sagte die Bürgermeisterin. Die Gegner wollen vor Gericht ziehen und hoffen auf den Sommer."
	cases := []struct{ story, block string }{
		{german, "Abonnieren Sie unseren Newsletter, um nichts zu verpassen."},
		{story, "Sign up for our newsletter and join 40,000 readers every morning."},
		{story, "Support our journalism. Become a member today."},
		{story, "All rights reserved. This material may not be published or rewritten."},
		{story, "Reporting by Ana Ruiz; Editing by Jo Brandt."},
	}
	for _, c := range cases {
		a := read(t, c.story+"\n\n"+c.block, Options{Format: Text})
		if strings.Contains(a.Text, c.block) || !slices.ContainsFunc(a.Omitted, func(o Omission) bool { return o.Text == c.block }) {
			t.Errorf("%q stayed: %+v", c.block, a.Omitted)
		}
	}
}

// TestCutsLastSentence: only the furniture that ends a paragraph goes.
func TestCutsLastSentence(t *testing.T) {
	cases := []struct{ block, want, gone, kind string }{
		{"The ward closed on Monday and did not say why. Sign up for our newsletter.", "The ward closed on Monday and did not say why.", "Sign up for our newsletter.", "newsletter"},
		{"The mayor denied taking the money. She will appeal. Photo: Ana Ruiz", "The mayor denied taking the money. She will appeal.", "Photo: Ana Ruiz", "caption"},
	}
	for _, c := range cases {
		a := read(t, story+"\n\n"+c.block+"\n\nThe board meets again on Friday.", Options{Format: Text})
		if !strings.Contains(a.Text, c.want+"\n\n") || strings.Contains(a.Text, c.gone) || !slices.Contains(a.Omitted, Omission{c.kind, c.gone}) {
			t.Errorf("%q: text %q, omitted %+v", c.block, a.Text, a.Omitted)
		}
	}
}

// TestNewsInBrief: short paragraphs below a heading in the middle of a story
// are its news; at its top they are a summary.
func TestNewsInBrief(t *testing.T) {
	const lines = "In brief\n\nThe mill has closed.\n\nPolice have released a man of 41.\n\nThe mayor denied that she took a bribe."
	a := read(t, story+"\n\n"+lines+"\n\nThe board met for nine hours on Friday, and nobody left before the end of it, although it was cold and the heating had failed.", Options{Format: Text})
	if a.Reference != nil || !strings.Contains(a.Text, "The mayor denied that she took a bribe.") {
		t.Errorf("middle: %+v", a.Reference)
	}
	for _, input := range []string{lines + "\n\n" + story, story + "\n\n" + lines + "\n\nSign up for our newsletter"} {
		if a := read(t, input, Options{Format: Text}); a.Reference == nil || len(a.Reference.Takeaways) != 3 {
			t.Errorf("%.40q…: %+v", input, a.Reference)
		}
	}
}

// TestListsBelowLinks: a list below "Read more: …" is the story's, one below
// "Related stories" is not.
func TestListsBelowLinks(t *testing.T) {
	const list = "\n\n- The quay at Dunmore closes in May\n- The quay at Orrin stays open"
	a := read(t, story+"\n\nRead more: What the port spends on quays"+list+"\n\nThe board meets on Friday.", Options{Format: Text})
	if !strings.Contains(a.Text, "The quay at Orrin stays open") {
		t.Errorf("the list left the text: %+v", a.Omitted)
	}
	a = read(t, story+"\n\nRelated stories"+list+"\n\nThe board meets on Friday.", Options{Format: Text})
	if strings.Contains(a.Text, "Orrin") {
		t.Errorf("related stories stayed: %q", a.Text)
	}
}

// paragraphs wraps each paragraph of the test story in tags.
func paragraphs(open, close string) string {
	return open + strings.ReplaceAll(story, "\n\n", close+open) + close
}

func TestHTMLMarkup(t *testing.T) {
	const vote = "The terminal will cost $41.5 million"
	cases := []struct{ name, page, want, omitted string }{
		{"breaks alone", "<div><h1>Board backs terminal</h1>" + strings.ReplaceAll(story, "\n\n", "<br><br>") + "</div>", "in 2011.\n\n" + vote, ""},
		{"class paywall", "<article>" + paragraphs(`<p class="paywall">`, "</p>") + "</article>", "in 2011.\n\n" + vote, ""},
		{"class share on a paragraph", "<article>" + paragraphs(`<p class="dropcap share">`, "</p>") + "</article>", vote, ""},
		{"part of a class name", "<article>" + paragraphs(`<div class="social-affairs story-ad-free"><p>`, "</p></div>") + "</article>", vote, ""},
		{"prose in a promo", "<article>" + paragraphs("<p>", "</p>") + `<div class="promo"><p>The mayor denied on Friday that the board had been paid.</p></div></article>`, "had been paid.", ""},
		{"share bar", "<article>" + paragraphs("<p>", "</p>") + `<div class="share"><a href="/x">Share</a> <a href="/y">Mail</a></div></article>`, vote, "share"},
		{"struck out", "<article>" + paragraphs("<p>", "</p>") + "<p>The fire hurt <del>14</del> 11 people, and <s>no</s> 40 fled.</p></article>", "The fire hurt 11 people, and 40 fled.", "deleted"},
		{"raised", "<article>" + paragraphs("<p>", "</p>") + "<p>The oil covers 12 km<sup>2</sup>, 10<sup>6</sup> m<sup>2</sup> or 2<sup>1</sup>/<sub>2</sub> bays, on the 1<sup>st</sup> and at 3<sup>n</sup> places.</p></article>", "The oil covers 12 km², 10⁶ m² or 2¹/₂ bays, on the 1st and at 3^n places.", ""},
		{"footnotes", "<article>" + paragraphs("<p>", "</p>") + `<p>The toll rose to 4,000<sup><a href="#n2">2</a></sup> and 31<sup>[3]</sup>, it said.</p></article>`, "The toll rose to 4,000 and 31, it said.", "footnote"},
		{"quotations and labels", "<article>" + paragraphs("<p>", "</p>") + "<p>He said <q>I did not do it</q>, the <label>court</label> heard.</p></article>", "He said “I did not do it”, the court heard.", ""},
		{"break in a sentence", "<article><h1>Board backs terminal</h1><p>The mayor did not<br>take the money, the <b>court</b><br><i>heard</i> on Monday.</p>" + paragraphs("<p>", "</p>") + "</article>", "The mayor did not take the money, the court heard on Monday.", ""},
		{"linked sentences", "<article>" + paragraphs("<p>", "</p>") + `<p><a href="/a">Two men were released without charge on Monday.</a></p><p><a href="/b">A third will stand trial in May, the court said.</a></p><p>The board meets on Friday.</p></article>`, "Two men were released without charge on Monday.\n\nA third", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a := read(t, "<html><head><title>Board backs terminal</title></head><body>"+c.page+"</body></html>", Options{Format: HTML})
			checkInvariants(t, a)
			if !strings.Contains(a.Text, c.want) {
				t.Errorf("%q is not in %q\nomitted %+v", c.want, a.Text, a.Omitted)
			}
			if !strings.Contains(kinds(a), c.omitted) {
				t.Errorf("%s is not reported: %+v", c.omitted, a.Omitted)
			}
		})
	}
}

func TestMarkdownMarks(t *testing.T) {
	cases := []struct{ name, block, want, omitted string }{
		{"struck out", "The fire hurt ~~14~~ 11 people, about ~40 fled.", "The fire hurt 11 people, about ~40 fled.", "deleted"},
		{"footnote", "The toll rose to 31[^a], it said.\n\n[^a]: The figure is\nfrom Monday.", "The toll rose to 31, it said.", "footnote"},
		{"year", "1984. It was the year the quay opened, she said.", "1984. It was the year the quay opened, she said.", ""},
		{"days", "3. Oktober war der letzte Tag.\n\n14. Juli war der erste.", "3. Oktober war der letzte Tag.\n\n14. Juli war der erste.", ""},
		{"minus", "- 12 degrees was measured.", "- 12 degrees was measured.", ""},
		{"references", "Brandt &amp; Sons paid &euro;5, &#8217;twas said.", "Brandt & Sons paid €5, ’twas said.", ""},
		{"escapes", "Fares rose 3\\-4 \\$ on Quay \\#2 \\&amp; more, `a\\*b &lt;` too.", "Fares rose 3-4 $ on Quay #2 &amp; more, a\\*b &lt; too.", ""},
		{"list", "1. Fares stay\n2. Ferries go\n3. Quays close", "Fares stay\n\nFerries go\n\nQuays close", ""},
		{"list numbered alike", "1. Fares stay\n1. Ferries go", "Fares stay\n\nFerries go", ""},
		{"bullets", "- 12 ferries\n- 9 quays", "12 ferries\n\n9 quays", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a := read(t, "# Board backs terminal\n\n"+story+"\n\n"+c.block+"\n\nThe board meets on Friday.", Options{Format: Markdown})
			if !strings.Contains(a.Text, "\n\n"+c.want+"\n\n") {
				t.Errorf("%q is not in %q", c.want, a.Text)
			}
			if !strings.Contains(kinds(a), c.omitted) {
				t.Errorf("%s is not reported: %+v", c.omitted, a.Omitted)
			}
		})
	}
}

func TestNumbersAreNotBullets(t *testing.T) {
	cases := []struct{ in, want string }{
		{"3. Oktober ist der letzte Badetag.", "3. Oktober ist der letzte Badetag."},
		{"14. Juli war der wärmste Tag.\n15. Juli war kalt.", "14. Juli war der wärmste Tag.\n\n15. Juli war kalt."},
		{"1. Fares stay\n\n2. Ferries go", "Fares stay\n\nFerries go"},
		{"1. Fares stay\n2. Ferries go", "Fares stay\n\nFerries go"},
		{"- 12 ferries\n\n- 9 quays", "12 ferries\n\n9 quays"},
	}
	for _, c := range cases {
		a := read(t, story+"\n\n"+c.in+"\n\nThe board meets on Friday.", Options{Format: Text})
		if !strings.Contains(a.Text, "\n\n"+c.want+"\n\n") {
			t.Errorf("%q is not in %q", c.want, a.Text)
		}
	}
}

// TestGuessEncoding: texts in the encodings of their countries, undeclared.
func TestGuessEncoding(t *testing.T) {
	const (
		russian = "Совет порта проголосовал во вторник за новый причал. Мэр отрицает, что сотрудники будут уволены. Решение вступит в силу в мае, и его можно обжаловать."
		turkish = "Liman kurulu salı günü yeni iskeleyi onayladı. Başkan işten çıkarma olmayacağını söyledi ve kararın mayıs ayında yürürlüğe gireceğini açıkladı."
		polish  = "Rada portu zatwierdziła we wtorek nową przystań. Burmistrz zaprzecza, że ktoś straci pracę, a decyzja wejdzie w życie w maju. Można się od niej odwołać."
		arabic  = "وافق مجلس الميناء يوم الثلاثاء على رصيف جديد. ونفى رئيس البلدية تسريح الموظفين. ويبدأ التنفيذ في أيار من هذا العام."
		chinese = "港口委员会星期二决定在北码头修建新的渡轮码头。市长否认将裁员。该决定将于五月生效，反对者可以上诉。"
		taiwan  = "港口委員會星期二決定在北碼頭修建新的渡輪碼頭。市長否認將裁員。該決定將於五月生效，反對者可以上訴，這是他們的權利。"
		japan   = "港の委員会は火曜日、新しい桟橋を作ることを決めた。市長は解雇を否定した。決定は五月に発効する。反対する人は訴えることができる。"
		korea   = "항만 위원회는 화요일 새 부두를 짓기로 했다. 시장은 해고를 부인했다. 결정은 오월에 시행되며 반대하는 사람은 항소할 수 있다."
		french  = "Le conseil a voté mercredi pour un quai neuf. « Déjà, l’été s’achève », a dit le maire, qui nie que les élèves soient oubliés."
	)
	cases := []struct{ name, text string }{
		{"windows-1251", russian},
		{"koi8-r", russian},
		{"iso-8859-5", russian},
		{"windows-1254", turkish},
		{"windows-1250", polish},
		{"iso-8859-2", polish},
		{"windows-1256", arabic},
		{"gb18030", chinese},
		{"big5", taiwan},
		{"shift_jis", japan},
		{"euc-jp", japan},
		{"euc-kr", korea},
		{"windows-1252", french},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			enc, _ := charset.Lookup(c.name)
			data, err := enc.NewEncoder().String(c.text)
			if err != nil {
				t.Fatal(err)
			}
			for _, page := range []string{data, "<!doctype html><html><body><p>" + data + "</p></body></html>"} {
				got, err := toUTF8([]byte(page), "")
				if err != nil || !strings.Contains(got, c.text) {
					t.Errorf("got %q, %v", got, err)
				}
			}
		})
	}
}

func TestUnknownEncoding(t *testing.T) {
	data := strings.Repeat("\xe9\xd7\xf7\xe1\xd9\xf8\xc8\xca ", 40)
	_, err := toUTF8([]byte(data), "")
	if fault.CodeOf(err) != fault.NotText || !strings.Contains(err.Error(), "UTF-8") {
		t.Errorf("got %v", err)
	}
}
