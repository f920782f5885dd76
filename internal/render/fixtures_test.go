package render

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

var update = flag.Bool("update", false, "write the goldens anew")

// english is a result with everything that rendering has to show.
func english() *summarize.Result {
	why := claim("why", "The pier carries 40,000 visitors a summer, and the town has no other landing for the island boats, which bring a third of its trade.",
		quote(2, "The pier carries 40,000 visitors a summer."), quote(5, "The town has no other landing for the island boats."))
	warned := claim("t2", "Repairs cost 1.2 million crowns", quote(7, "Repairs cost 1.2 million crowns, the harbour master said."))
	warned.Findings = []ground.Finding{
		{Rule: "length", Verdict: ground.Warn, Message: "It has 31 characters: 40 to 90 are asked for"},
		{Rule: "number", Verdict: ground.Fail, Message: "It says 1.2, and the article says 2.1", Found: "1.2", Expected: "2.1"},
		{Rule: "names", Verdict: ground.Unknown, Message: "Names were not compared"},
		{Rule: "date", Verdict: ground.Pass, Message: "The dates are in the article"},
		{Rule: "support", Verdict: ground.Pass, Message: "The article carries all of it"},
	}
	support := 0.944
	warned.Support = &support
	return &summarize.Result{
		Lang:      "en",
		Article:   summarize.ArticleRef{Title: "Pier of Langholt closes after storm", Lang: "en"},
		Why:       &why,
		Takeaways: []summarize.ClaimResult{claim("t1", "Langholt closes its pier until May after the storm of 3 November", quote(1, "Langholt closes its pier until May.")), warned},
		Labels:    summarize.Labels{Why: "Why this matters", Takeaways: "Key takeaways"},
	}
}

func chinese() *summarize.Result {
	why := claim("why", "这座码头每年夏天接待4万名游客，全镇没有其他泊位可供往来岛屿的船只停靠，而这些船只带来了全镇三分之一的生意。",
		quote(2, "这座码头每年夏天接待4万名游客。"))
	return &summarize.Result{
		Lang:      "zh",
		Article:   summarize.ArticleRef{Title: "风暴过后兰浦码头关闭", Lang: "zh"},
		Why:       &why,
		Takeaways: []summarize.ClaimResult{claim("t1", "兰浦码头将关闭至明年5月，维修费用估计为120万元", quote(1, "兰浦码头将关闭至明年5月。")), claim("t2", "港务局启用 Boat 24 临时航线接送学生")},
		Labels:    summarize.Labels{Why: "为什么重要", Takeaways: "要点"},
	}
}

func arabic() *summarize.Result {
	why := claim("why", "يستقبل الرصيف 40 ألف زائر كل صيف، وليس في البلدة مرسى آخر لقوارب الجزيرة التي تجلب ثلث تجارتها.",
		quote(2, "يستقبل الرصيف 40 ألف زائر كل صيف."))
	return &summarize.Result{
		Lang:      "ar",
		Article:   summarize.ArticleRef{Title: "إغلاق رصيف لنغولت بعد العاصفة", Lang: "ar"},
		Why:       &why,
		Takeaways: []summarize.ClaimResult{claim("t1", "البلدة تغلق الرصيف حتى أيار بعد عاصفة الثالث من تشرين الثاني", quote(1, "أغلقت البلدة الرصيف."))},
		Labels:    summarize.Labels{Why: "لماذا يهم هذا", Takeaways: "أبرز النقاط"},
	}
}

func claim(id, text string, evidence ...summarize.Evidence) summarize.ClaimResult {
	return summarize.ClaimResult{ID: id, Text: text, Origin: summarize.FromModel, Evidence: evidence, Findings: []ground.Finding{}}
}

func quote(id article.SentenceID, text string) summarize.Evidence {
	return summarize.Evidence{Sentence: id, Quote: text}
}

func write(t testing.TB, r *summarize.Result, o Options) string {
	t.Helper()
	var out strings.Builder
	if err := Write(&out, r, o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// checkGolden compares with a file of testdata.
func checkGolden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", file, got, want)
	}
}
