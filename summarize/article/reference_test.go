package article

import (
	"slices"
	"strings"
	"testing"
)

const (
	why = "The terminal gives the islands a winter service for the first time."
	t1  = "Board approves terminal by 5 votes to 4"
	t2  = "Province pays two thirds of $41.5 million"
	t3  = "Opponents plan to appeal in court"
)

var three = []string{t1, t2, t3}

func TestReference(t *testing.T) {
	cases := []struct {
		name, input string
		format      Format
		why         string
		takeaways   []string
	}{
		{"why inline at the top", "Why this matters: " + why + "\n\n" + story, Text, why, nil},
		{"why inline at the end", story + "\n\nWHY IT MATTERS — " + why, Text, why, nil},
		{"why in a block of its own", story + "\n\nWhy this matters\n\n" + why + "\n\nThe board meets on Friday.", Text, why, nil},
		{"why on the line below", "Why this matters:\n" + why + "\n\n" + story, Text, why, nil},
		{"why run into a paragraph", story + " Why this matters: " + why, Text, why, nil},
		{"bullets", "Key takeaways\n\n• " + t1 + "\n• " + t2 + "\n• " + t3 + "\n\n" + story, Text, "", three},
		{"dashes", story + "\n\nKey takeaways:\n- " + t1 + "\n- " + t2 + "\n- " + t3, Text, "", three},
		{"stars", "Key points\n* " + t1 + "\n* " + t2 + "\n* " + t3 + "\n\n" + story, Text, "", three},
		{"en dashes", "At a glance\n– " + t1 + "\n– " + t2 + "\n– " + t3 + "\n\n" + story, Text, "", three},
		{"numbers", "In brief\n\n1. " + t1 + "\n2. " + t2 + "\n3. " + t3 + "\n\n" + story, Text, "", three},
		{"bullets apart", "Key takeaways\n\n• " + t1 + "\n\n• " + t2 + "\n\n• " + t3 + "\n\n" + story, Text, "", three},
		{"plain lines", "Key takeaways\n" + t1 + "\n" + t2 + "\n" + t3 + "\n\n" + story, Text, "", three},
		{"plain lines apart", "Key takeaways\n\n" + t1 + "\n\n" + t2 + "\n\n" + t3 + "\n\n" + story, Text, "", three},
		{"in one line", "Key takeaways: • " + t1 + " • " + t2 + " • " + t3 + "\n\n" + story, Text, "", three},
		{"both", "Why this matters: " + why + "\n\nKey takeaways\n\n- " + t1 + "\n- " + t2 + "\n- " + t3 + "\n\n" + story, Text, why, three},
		{"both at the end", story + "\n\nKey takeaways\n\n- " + t1 + "\n- " + t2 + "\n- " + t3 + "\n\nWhy this matters\n\n" + why, Text, why, three},
		{"Turkish", turkishStory + "\n\nNeden önemli: Ada ilk kez kışın da vapura kavuşacak.\n\nÖne çıkanlar\n- Kurul iskeleyi onayladı\n- Masrafı il ödüyor", Text, "Ada ilk kez kışın da vapura kavuşacak.", []string{"Kurul iskeleyi onayladı", "Masrafı il ödüyor"}},
		{"Chinese", chineseStory + "\n\n为什么重要：岛民冬天将首次有船可坐。\n\n要点\n• 委员会批准码头\n• 省里出资", Text, "岛民冬天将首次有船可坐。", []string{"委员会批准码头", "省里出资"}},
		{"Markdown", "# Board backs terminal\n\n## Why this matters\n\n" + why + "\n\n## Key takeaways\n\n- " + t1 + "\n- " + t2 + "\n- " + t3 + "\n\n## The vote\n\n" + story, Markdown, why, three},
		{"Markdown, bold", "**Why it matters** " + why + "\n\n**Key takeaways**\n\n1. " + t1 + "\n2. " + t2 + "\n3. " + t3 + "\n\n" + story, Markdown, why, three},
		{"HTML list", "<article><h2>Key takeaways</h2><ul><li>" + t1 + "<li>" + t2 + "<li>" + t3 + "</ul>" + htmlStory() + "<p><strong>Why this matters:</strong> " + why + "</p></article>", HTML, why, three},
		{"HTML, bold without a colon", "<article><p><b>Why this matters</b><br>" + why + "</p>" + htmlStory() + "</article>", HTML, why, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a := read(t, c.input, Options{Format: c.format})
			if a.Reference == nil {
				t.Fatalf("no reference; text:\n%s", a.Text)
			}
			if a.Reference.Why != c.why || !slices.Equal(a.Reference.Takeaways, c.takeaways) {
				t.Errorf("got %q, %q", a.Reference.Why, a.Reference.Takeaways)
			}
			text := strings.Replace(a.Text, "This is why it matters", "", 1)
			for _, gone := range append([]string{c.why, "Why this matters", "Why it matters", "Key takeaways"}, c.takeaways...) {
				if gone != "" && strings.Contains(strings.ToLower(text), strings.ToLower(gone)) {
					t.Errorf("%q is still in the text:\n%s", gone, a.Text)
				}
			}
			if !strings.Contains(kinds(a), "reference") {
				t.Errorf("not reported: %s", kinds(a))
			}
		})
	}
}

// TestNoReference: words of a story that sound like a summary's heading stay.
func TestNoReference(t *testing.T) {
	for _, extra := range []string{
		"This is why it matters that the vote was close: the mayor had a say.",
		"She explained why this matters to the islands.",
		"In brief, the plan is dead, the mayor said.",
		"“Why it matters is plain,” said the mayor.",
		"At a glance the quay looks sound, an engineer said.",
		"Asked about the big picture, he said: no comment.",
		"The summary: nine pages that nobody had read.",
	} {
		a := read(t, story+"\n\n"+extra+"\n\nThe board meets on Friday.", Options{Format: Text})
		if a.Reference != nil || !strings.Contains(a.Text, extra) {
			t.Errorf("%q was taken for a reference: %+v", extra, a.Reference)
		}
	}
}

func htmlStory() string {
	return "<p>" + strings.ReplaceAll(story, "\n\n", "</p>\n<p>") + "</p>"
}

const turkishStory = `Liman kurulu pazartesi günü kuzey rıhtımına yeni bir vapur iskelesi yapılmasını kabul etti ve 2011 yılında başlayan tartışma böylece sona erdi.

İskele 41,5 milyon liraya mal olacak ve 2029 yılında açılacak. Kurul, paranın üçte ikisinin il özel idaresinden geleceğini söyledi.

Karara karşı çıkanlar mahkemeye gideceklerini açıkladı.`

const chineseStory = `港口委员会星期一投票决定在北码头修建新的渡轮码头，结束了从2011年开始的争论。

码头将耗资4150万元，预计2029年启用。委员会表示，三分之二的资金来自省里。

反对者说他们将提起上诉，法院可能在春天审理此案。`
