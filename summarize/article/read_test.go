package article

import (
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/lang"
)

// story is the body that the tests put things around.
const story = `PORT VELDT — The harbour board voted on Monday to build a ferry terminal on the north quay, ending a dispute that began in 2011.

The terminal will cost $41.5 million and open in 2029, the board said. Two thirds of the money comes from the province.

"This is why it matters that we vote tonight," said Mara Lindqvist, who leads the board. "Without it the islands have no winter service."

Opponents said they would appeal. A court could hear the case in the spring, according to Dr. J.K. Amadi, who teaches law at the university.`

func read(t *testing.T, text string, opts Options) *Article {
	t.Helper()
	a, err := Read(strings.NewReader(text), opts)
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	return a
}

func kinds(a *Article) string {
	var out []string
	for _, o := range a.Omitted {
		out = append(out, o.Kind)
	}
	return strings.Join(out, " ")
}

func TestReadFaults(t *testing.T) {
	cases := []struct {
		name, input string
		opts        Options
		want        fault.Code
		says        string
	}{
		{"empty", "", Options{}, fault.EmptyInput, "empty"},
		{"white space", " \n\t \n", Options{}, fault.EmptyInput, ""},
		{"no-break spaces", "\u00a0\u2003\n", Options{}, fault.EmptyInput, ""},
		{"mark only", "\xef\xbb\xbf", Options{}, fault.EmptyInput, ""},
		{"too large", story, Options{MaxBytes: 100}, fault.InputTooLarge, "100 bytes"},
		{"too large, default", strings.Repeat("word ", 3<<20), Options{}, fault.InputTooLarge, "10 MiB. Give the article alone"},
		{"NUL", "text\x00text" + story, Options{}, fault.NotText, "binary"},
		{"control characters", strings.Repeat("\x01\x02abc", 50), Options{}, fault.NotText, ""},
		{"PDF", "%PDF-1.7\n...", Options{}, fault.UnsupportedFormat, "PDF"},
		{"PNG", "\x89PNG\r\n\x1a\n", Options{}, fault.UnsupportedFormat, "PNG"},
		{"JPEG", "\xff\xd8\xff\xe0\x00\x10JFIF", Options{}, fault.UnsupportedFormat, "JPEG"},
		{"Word, cut off", "PK\x03\x04...word/document.xml", Options{}, fault.InputUnreadable, "damaged"},
		{"zip", "PK\x03\x04abc", Options{}, fault.UnsupportedFormat, "ZIP"},
		{"gzip", "\x1f\x8b\x08\x00", Options{}, fault.UnsupportedFormat, "gzip"},
		{"RTF", "{\\rtf1\\ansi hello}", Options{}, fault.UnsupportedFormat, "RTF"},
		{"too short", "Three words here.", Options{}, fault.NotAnArticle, "too short"},
		{"JSON", `{"text": "` + strings.Repeat("A sentence. ", 60) + `"}`, Options{}, fault.NotAnArticle, "JSON"},
		{"program", strings.Repeat("func main() {\n\tx := 1;\n}\n", 20), Options{}, fault.NotAnArticle, "program"},
		{"table", strings.Repeat("2026,14.5,18.2,99\n", 40), Options{}, fault.NotAnArticle, "table"},
		{"login page", `<html><title>Log in</title><body><form><p>Log in to go on.</p><input type="password"></form></body></html>`, Options{}, fault.NotAnArticle, "login"},
		{"error page", `<html><title>404 Not Found</title><body><h1>404 Not Found</h1><p>The page that you look for is not here.</p></body></html>`, Options{}, fault.NotAnArticle, "error page"},
		{"robot check", `<html><title>Just a moment...</title><body><p>Checking your browser before you go on.</p></body></html>`, Options{}, fault.NotAnArticle, "robots"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a, err := Read(strings.NewReader(c.input), c.opts)
			if a != nil || fault.CodeOf(err) != c.want {
				t.Fatalf("got article %v, error %v (%s), want %s", a != nil, err, fault.CodeOf(err), c.want)
			}
			if !strings.Contains(err.Error(), c.says) {
				t.Errorf("message %q does not say %q", err, c.says)
			}
		})
	}
}

func TestReadThreshold(t *testing.T) {
	words := func(n int) string { return strings.Repeat("The board met again. ", n/4) }
	cases := []struct {
		text string
		ok   bool
	}{
		{words(36), false},
		{words(40), true},
		{strings.Repeat("word ", 79) + ".", false},
		{strings.Repeat("word ", 80) + ".", true},
		{strings.Repeat("议会今天开会。", 10), false},
		{strings.Repeat("议会今天开会。", 14), true},
		{strings.Repeat("a", 1<<20), true},
		{strings.Repeat("字", 1<<18), true},
	}
	for _, c := range cases {
		a, err := Read(strings.NewReader(c.text), Options{Format: Text})
		if (err == nil) != c.ok {
			t.Errorf("%.20q… of %d bytes: %v", c.text, len(c.text), err)
		}
		if c.ok && len(a.Sentences) == 0 {
			t.Errorf("%.20q…: no sentences", c.text)
		}
	}
}

func TestReadCharset(t *testing.T) {
	const text = "Le conseil a voté mercredi. Déjà, l’été s’achève à Orléans. " +
		"La mairie prévoit une école neuve, où il y aura douze classes. Les élèves y entreront à la rentrée. Le projet coûtera cher, a dit le maire, mais il était nécessaire."
	latin1 := strings.ReplaceAll(text, "’", "'")
	narrow := make([]byte, 0, len(latin1))
	for _, r := range latin1 {
		narrow = append(narrow, byte(r))
	}
	wide := "\xff\xfe"
	for _, u := range utf16.Encode([]rune(text)) {
		wide += string([]byte{byte(u), byte(u >> 8)})
	}
	cases := []struct {
		name, input, contentType, want string
	}{
		{"UTF-8", text, "", text},
		{"UTF-8 with mark", "\xef\xbb\xbf" + text, "", text},
		{"UTF-8 beats the header", text, "text/plain; charset=iso-8859-1", text},
		{"Latin-1 by header", string(narrow), "text/plain; charset=iso-8859-1", latin1},
		{"Latin-1 guessed", string(narrow), "", latin1},
		{"UTF-16", wide, "", text},
		{"meta", "<html><head><meta charset=windows-1252></head><body><p>" + string(narrow) + "</p>", "", latin1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a := read(t, c.input, Options{ContentType: c.contentType})
			if a.Text != c.want {
				t.Errorf("got  %q\nwant %q", a.Text, c.want)
			}
			if a.Lang != "fr" {
				t.Errorf("language %q", a.Lang)
			}
		})
	}
}

func TestClean(t *testing.T) {
	cases := []struct{ in, want, omitted string }{
		{"a  b\u00a0c\u2003d", "a b c d", ""},
		{"co\u00adoperate", "cooperate", ""},
		{"e\u0301te\u0301", "été", ""},
		{"a\u0007b", "ab", ""},
		{"see\u202egnp.exe", "seegnp.exe", "1 characters that change the direction of writing"},
		{"hi\U000E0068\U000E0069 there", "hi there", "hi"},
		{"\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F win", "\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F win", ""},
		{"می\u200cخواهم", "می\u200cخواهم", ""},
		{"क्\u200dष", "क्\u200dष", ""},
		{"👩\u200d🚒 came", "👩\u200d🚒 came", ""},
		{"in\u200dvis\u200bible", "invisible", "2 characters that cannot be seen"},
		{"❤\ufe0f", "❤\ufe0f", ""},
		{"x\ufe0f\ufe0e", "x", "2 characters that cannot be seen"},
	}
	for _, c := range cases {
		var inv invisibles
		if got := clean(c.in, &inv); got != c.want {
			t.Errorf("clean(%q) = %q, want %q", c.in, got, c.want)
		}
		var said []string
		for _, o := range inv.omissions() {
			said = append(said, o.Text)
		}
		if got := strings.Join(said, "; "); got != c.omitted {
			t.Errorf("clean(%q) reports %q, want %q", c.in, got, c.omitted)
		}
	}
}

func TestReadFurniture(t *testing.T) {
	cases := []struct{ block, kind string }{
		{"Share this article", "share"},
		{"Share Facebook Twitter Email", "share"},
		{"Read more: Council backs bridge plan", "related"},
		{"RELATED: What the vote means for fares", "related"},
		{"Sign up for our newsletter and get the day's news at six.", "newsletter"},
		{"Photo: Ana Ruiz/The Courier", "caption"},
		{"Residents wait on the quay on Sunday. (Photo: Ana Ruiz)", "caption"},
		{"Last updated 14 March 2026 at 09:12", "updated"},
		{"This story has been updated with comment from the board.", "updated"},
		{"Published March 14, 2026", "published"},
		{"We use cookies to make this site better.", "cookie"},
		{"Already a subscriber? Log in", "paywall"},
		{"Advertisement", "advertisement"},
		{"© 2026 The Port Veldt Courier. All rights reserved.", "copyright"},
		{"Leave a comment", "comments"},
		{"Additional reporting by Ali Khan; editing by Jo Brandt", "byline"},
		// Sentences of a story that begin alike stay.
		{"Share prices fell by 3% on Monday after the vote.", ""},
		{"Published figures show that fares rose by 4% last year.", ""},
		{"Updated rules come into force in May, the province said.", ""},
		{"By Monday the water had reached the north quay.", ""},
		{"Related costs would add $2 million, the auditor found.", ""},
		{"Photo evidence was shown to the court on Tuesday.", ""},
		{"Comments from residents filled two evenings.", ""},
		{"Advertisement spending fell by a third, the firm said.", ""},
		{"Subscribe numbers at the paper rose to 40,000 in March.", ""},
		{"In other news, the board approved its budget.", ""},
		{"More from the mayor is expected on Tuesday.", ""},
		{"The grant (source: the province) covers two thirds.", ""},
	}
	for _, c := range cases {
		a := read(t, "Harbour board backs terminal\n\n"+story+"\n\n"+c.block+"\n\nThe board meets again on Friday.", Options{Format: Text})
		if c.kind == "" {
			if !strings.Contains(a.Text, c.block) {
				t.Errorf("%q was taken out as %q", c.block, kinds(a))
			}
			continue
		}
		if strings.Contains(a.Text, c.block) || !strings.Contains(kinds(a), c.kind) {
			t.Errorf("%q should go as %s; omitted: %s", c.block, c.kind, kinds(a))
		}
		if kept := read(t, "Harbour board backs terminal\n\n"+story+"\n\n"+c.block, Options{Format: Text, KeepAll: true}); !strings.Contains(kept.Text, c.block) || len(kept.Omitted) > 0 {
			t.Errorf("%q should stay with KeepAll", c.block)
		}
	}
}

func TestReadCaptions(t *testing.T) {
	cases := []struct{ in, want string }{
		{"A ferry leaves the quay in May. (Photo: Ana Ruiz) The board met late.", "The board met late."},
		{"The board met late. It voted at ten. The mayor was there. (Photo: Ana Ruiz/Courier) She left early.", "The board met late. It voted at ten. The mayor was there. She left early."},
		{"A ferry leaves the quay in May. Photo: Ana Ruiz", ""},
		{"The board (which has nine members) met late.", "The board (which has nine members) met late."},
	}
	for _, c := range cases {
		a := read(t, story+"\n\n"+c.in+"\n\nThe end came at ten.", Options{Format: Text})
		_, tail, _ := strings.Cut(a.Text, "university.\n\n")
		got := strings.TrimSpace(strings.TrimSuffix(tail, "The end came at ten."))
		if got != c.want {
			t.Errorf("%q\n got %q\nwant %q", c.in, got, c.want)
		}
	}
}

func TestReadHeader(t *testing.T) {
	const body = "\n\n" + story
	when := time.Date(2026, 3, 14, 9, 12, 0, 0, time.UTC)
	cases := []struct{ name, head, title, byline string }{
		{"blank lines", "Board backs ferry terminal\n\nBy Mara Oduya\n\nPublished 14 March 2026, 09:12 GMT", "Board backs ferry terminal", "Mara Oduya"},
		{"no blank lines", "Board backs ferry terminal\nBy Mara Oduya\nPublished March 14, 2026 9:12 a.m. GMT", "Board backs ferry terminal", "Mara Oduya"},
		{"name alone", "Board backs ferry terminal\n\nMara Oduya\n\n14 March 2026, 09:12", "Board backs ferry terminal", "Mara Oduya"},
		{"question", "Will the board back it?\n\nBy Mara Oduya and Jo Brandt\n\n2026-03-14 09:12", "Will the board back it?", "Mara Oduya and Jo Brandt"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a := read(t, c.head+body, Options{Format: Text})
			if a.Title != c.title || a.Byline != c.byline || !a.Published.Equal(when) {
				t.Errorf("title %q, byline %q, published %v", a.Title, a.Byline, a.Published)
			}
			if a.Text != strings.TrimSpace(body) {
				t.Errorf("text begins %.80q", a.Text)
			}
		})
	}
}

func TestReadWrapped(t *testing.T) {
	wrapped := "Board backs ferry terminal\n\n" + wrap(story, 72)
	if got := read(t, wrapped, Options{Format: Text}).Text; got != story {
		t.Errorf("got\n%s\nwant\n%s", got, story)
	}
	single := strings.ReplaceAll(story, "\n\n", "\n")
	if got := read(t, single, Options{Format: Text}).Text; got != story {
		t.Errorf("single line breaks: got\n%s", got)
	}
	crlf := strings.ReplaceAll(wrapped, "\n", "\r\n")
	if got := read(t, crlf, Options{Format: Text}).Text; got != story {
		t.Errorf("CRLF: got\n%s", got)
	}
}

func wrap(text string, width int) string {
	var b strings.Builder
	for p := range strings.SplitSeq(text, "\n\n") {
		n := 0
		for _, w := range strings.Fields(p) {
			if n+len(w) > width {
				b.WriteString("\n")
				n = 0
			} else if n > 0 {
				b.WriteString(" ")
			}
			b.WriteString(w)
			n += len(w) + 1
		}
		b.WriteString("\n\n")
	}
	return b.String()
}

func TestDetectLang(t *testing.T) {
	cases := []struct{ want, text string }{
		{"en", story},
		{"de", "Der Gemeinderat hat am Montag beschlossen, dass die Schule saniert wird. Die Kosten sind nicht bekannt."},
		{"fr", "Le conseil a voté lundi pour la construction d'une école, mais les habitants ne sont pas d'accord avec le projet."},
		{"es", "El consejo aprobó el lunes la construcción de una escuela, pero los vecinos no están de acuerdo con el plan."},
		{"it", "Il consiglio ha approvato lunedì la costruzione di una scuola, ma gli abitanti non sono d'accordo con il piano."},
		{"pt", "O conselho aprovou na segunda-feira a construção de uma escola, mas os moradores não concordam com o plano."},
		{"nl", "De gemeenteraad heeft maandag besloten dat de school wordt verbouwd, maar het is niet bekend wat dat kost."},
		{"tr", "Belediye meclisi pazartesi günü yeni bir okul için karar aldı, ancak mahalle sakinleri plana karşı çıktı."},
		{"pl", "Rada gminy zdecydowała w poniedziałek, że szkoła zostanie przebudowana, ale nie wiadomo, ile to będzie kosztować."},
		{"sv", "Kommunen har beslutat att skolan ska byggas om, men det är inte klart vad det kommer att kosta."},
		{"ru", "Городской совет решил в понедельник построить новую школу, но жители с этим не согласны."},
		{"uk", "Міська рада вирішила у понеділок збудувати нову школу, але мешканці з цим не згодні і планують протест."},
		{"bg", "Общинският съвет реши в понеделник да построи ново училище, но жителите не са съгласни с това."},
		{"kk", "Қалалық мәслихат дүйсенбі күні жаңа мектеп салу туралы шешім қабылдады, бірақ тұрғындар бұған қарсы."},
		{"ar", "قرر المجلس البلدي يوم الاثنين بناء مدرسة جديدة، لكن السكان لا يوافقون على هذه الخطة التي أعلن عنها."},
		{"fa", "شورای شهر روز دوشنبه تصمیم گرفت که یک مدرسه جدید بسازد، اما ساکنان با این طرح موافق نیستند."},
		{"hi", "नगर परिषद ने सोमवार को नया स्कूल बनाने का फैसला किया है, लेकिन लोगों ने इसका विरोध किया।"},
		{"zh", "市议会星期一决定建设一所新学校，但是居民不同意这个计划。"},
		{"ja", "市議会は月曜日に新しい学校を建てることを決めたが、住民は反対している。"},
		{"ko", "시의회는 월요일에 새 학교를 짓기로 결정했다."},
		{"he", "מועצת העיר החליטה ביום שני לבנות בית ספר חדש."},
		{"und", "12345 67890"},
		{"und", "Zxq wvut rqp mnbv lkjh gfds."},
		{"und", ""},
	}
	for _, c := range cases {
		if got := DetectLang(c.text); got != c.want {
			t.Errorf("DetectLang(%.30q) = %s, want %s", c.text, got, c.want)
		}
	}
}

// TestReadingData loads every file, and checks the form that matching relies on.
func TestReadingData(t *testing.T) {
	full := []string{"en", "tr", "es", "de", "fr", "it", "pt", "nl", "ar", "ru", "kk", "zh", "ja", "hi"}
	for _, code := range lang.Codes() {
		l := lang.For(code)
		for _, w := range l.Common {
			if w != strings.ToLower(w) && code != "tr" {
				t.Errorf("%s: common word %q is not in lower case", code, w)
			}
		}
		for kind, phrases := range l.Furniture {
			for _, p := range phrases {
				if lowered(p) != p {
					t.Errorf("%s: %s %q is not in lower case and never matches", code, kind, p)
				}
			}
		}
	}
	for _, code := range full {
		l := lang.For(code)
		if len(l.Common) < 50 || len(l.WhyHeadings) < 5 || len(l.TakeawayHeadings) < 5 || len(l.Furniture) < 12 {
			t.Errorf("%s: %d common words, %d and %d headings, %d kinds of furniture", code, len(l.Common), len(l.WhyHeadings), len(l.TakeawayHeadings), len(l.Furniture))
		}
	}
}

func TestParseDate(t *testing.T) {
	day := time.Date(2026, 3, 14, 0, 0, 0, 0, time.UTC)
	cases := []struct {
		in   string
		want time.Time
	}{
		{"14 March 2026", day},
		{"March 14, 2026", day},
		{"Saturday, 14 March 2026", day},
		{"2026-03-14", day},
		{"14.03.2026", day},
		{"14 Mart 2026 Cumartesi", day},
		{"14 марта 2026 года", day},
		{"14 de marzo de 2026", day},
		{"14 mars 2026", day},
		{"2026年3月14日", day},
		{"14 مارس 2026", day},
		{"14 मार्च 2026", day},
		{"14. März 2026", day},
		{"١٤ آذار ٢٠٢٦", day},
		{"2026 жылғы 14 наурыз", day},
		{"14 March 2026, 09:12 GMT", day.Add(9*time.Hour + 12*time.Minute)},
		{"March 14, 2026, 9:12 p.m. EST", day.Add(26*time.Hour + 12*time.Minute)},
		{"2026-03-14T09:12:00+02:00", day.Add(7*time.Hour + 12*time.Minute)},
		{"03/04/2026", time.Time{}},
		{"yesterday", time.Time{}},
		{"in 2026", time.Time{}},
		{"40 March 2026", time.Time{}},
	}
	for _, c := range cases {
		if got, _ := parseDate(c.in); !got.Equal(c.want) {
			t.Errorf("parseDate(%q) = %v, want %v", c.in, got, c.want)
		}
	}
}
