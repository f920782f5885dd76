package article

import (
	"fmt"
	"strings"
	"testing"
)

// newsText makes n paragraphs of news-like text, 60 words each.
func newsText(n int) string {
	var b strings.Builder
	b.WriteString("Harbour board backs ferry terminal after long debate\n\nBy Mara Lindqvist\n\n")
	for i := range n {
		fmt.Fprintf(&b, "The board of Port Veldt voted %d to 4 on Monday to build the terminal, which Dr. J.K. Amadi of Acme Inc. said would cost $%d.5 million. "+
			"“We have waited since 2011. We will not wait again,” she told a meeting that ended at 9:40 p.m. "+
			"Opponents, who point to No. 10 Quay Street, expect an appeal by Sept. 30.\n\n", 5+i%9, i%97)
	}
	return b.String()
}

func benchmarkRead(b *testing.B, input string, opts Options) {
	b.SetBytes(int64(len(input)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(strings.NewReader(input), opts); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRead800Words(b *testing.B) { benchmarkRead(b, newsText(15), Options{}) }

func BenchmarkRead120000Words(b *testing.B) { benchmarkRead(b, newsText(2200), Options{}) }

func BenchmarkSplit(b *testing.B) {
	text := newsText(500)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Split(text, "en")
	}
}

func BenchmarkDetectLang(b *testing.B) {
	text := newsText(500)
	for b.Loop() {
		DetectLang(text)
	}
}

func BenchmarkReadHTML1500KB(b *testing.B) {
	var page strings.Builder
	page.WriteString("<!doctype html><title>Ferry terminal</title><nav><ul>")
	for i := range 4000 {
		fmt.Fprintf(&page, "<li class=\"menu-item level-%d\"><a href=\"/section/%d\"><span>Section %d</span></a></li>\n", i%3, i, i)
	}
	page.WriteString("</ul></nav><script>")
	page.WriteString(strings.Repeat("window.x = {a: 1, b: [2, 3]};\n", 12000))
	page.WriteString("</script><main><article><h1>Ferry terminal</h1>")
	for p := range strings.SplitSeq(newsText(1200), "\n\n") {
		page.WriteString("<p>" + p + "</p>\n")
	}
	page.WriteString("</article></main><footer>")
	page.WriteString(strings.Repeat("<div class=\"card\"><h3><a href=\"/x\">Another story of the day</a></h3><p>Two lines of summary here</p></div>\n", 3000))
	page.WriteString("</footer>")
	b.Logf("%d bytes", page.Len())
	benchmarkRead(b, page.String(), Options{Format: HTML})
}
