package article

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// mostMemory is what reading any input may need, in bytes.
const mostMemory = 200 << 20

// heavy are inputs that make careless readers need much memory: a piece that is
// repeated between a beginning and an end. most is how often it may be before a
// limit other than that of size refuses the input, 0 for any number.
var heavy = []struct {
	name                string
	format              Format
	before, each, after string
	most                int
}{
	{"text, paragraphs", Text, "", "The board of Port Veldt voted seven to four on Monday to build the terminal, which would cost $5 million.\n\n", "", 0},
	{"text, one line", Text, "", "The board of Port Veldt voted seven to four on Monday to build the terminal. ", "", 0},
	{"text, tiny lines", Text, story, "a\n", "", mostTextLines - 20},
	{"text, tiny paragraphs", Text, story, "a b\n\n", "", mostTextLines - 20},
	{"text, tiny sentences", Text, story, "Aa. ", "", mostSentences - 20},
	{"text, one word", Text, story, "a", "", 0},
	{"text, Chinese", Text, "", "市议会周一晚上通过了旧市场的改造方案。", "", 0},
	{"Markdown", Markdown, "# Terminal\n\n", "The board of **Port Veldt** voted [seven to four](https://x.example) on Monday to build it.\n\n", "", mostMarkdownLines - 10},
	{"Markdown, tiny items", Markdown, story, "- a\n", "", mostMarkdownLines - 20},
	{"Markdown, marks", Markdown, story, "*a_b[", "", mostMarkdownMarks / 4},
	{"page, one line", HTML, "<article>", "<p>The board of Port Veldt voted seven to four on Monday to build the terminal.</p>", "</article>", mostElements - 50},
	{"page, no elements", HTML, "<article>" + "<p>", "The board of Port Veldt voted seven to four on Monday to build the terminal. ", "</p></article>", 0},
	{"page, tiny elements", HTML, "<article>", "<b>a</b>", "</article>", mostElements - 50},
	{"page, empty elements", HTML, "<article>" + htmlStory(), "<i>", "</article>", mostElements/4 - 50},
	{"page, breaks", HTML, "<article>" + htmlStory(), "a<br>", "</article>", mostElements - 50},
	{"page, deep", HTML, "<article>", "<div>", htmlStory(), mostElements - 50},
	{"page, open bold", HTML, manyBold(100), "<p>x", htmlStory(), mostElements / 120},
	{"page, attribute", HTML, htmlStory() + `<p title="`, "a b c ", `">x</p>`, 0},
	{"page, attributes", HTML, htmlStory() + `<p `, "a=b ", `>x</p>`, 0},
	{"page, script", HTML, htmlStory() + "<script>", "var a = {b: [1, 2]};\n", "</script>", 0},
	{"page, JSON-LD", HTML, htmlStory() + `<script type="application/ld+json">[`, "[],", "[]]</script>", 0},
	{"page, comment", HTML, htmlStory() + "<!--", "<p>a</p>", "-->", 0},
	{"page, entities", HTML, "<article>" + htmlStory() + "<p>", "&amp;", "</p></article>", 0},
	{"page, table", HTML, "<article>" + htmlStory() + "<table>", "<tr><td>a<td>b", "</table></article>", mostElements/3 - 50},
	{"page, list", HTML, "<article>" + htmlStory() + "<ul>", "<li>a", "</ul></article>", mostElements - 50},
}

func manyBold(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<b a=%d>", i)
	}
	return b.String()
}

// limitOf is the size limit of a format, in bytes.
func limitOf(format Format) int {
	switch format {
	case HTML:
		return mostPageBytes
	case Markdown:
		return mostMarkdownBytes
	}
	return 10_000_000
}

// TestMemory reads the largest input of each make that is not refused, and 10 MB
// of it, and watches how much memory that needs. NUTGRAF_MEMORY=1 reads all.
func TestMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 10 MB many times")
	}
	few := map[string]bool{"text, paragraphs": true, "Markdown": true, "page, tiny elements": true, "page, open bold": true, "page, list": true}
	for _, h := range heavy {
		if os.Getenv("NUTGRAF_MEMORY") == "" && !few[h.name] {
			continue
		}
		t.Run(h.name, func(t *testing.T) {
			whole := (10_000_000 - len(h.before) - len(h.after)) / len(h.each) / thin
			n := (limitOf(h.format) - len(h.before) - len(h.after)) / len(h.each) / thin
			if h.most > 0 {
				n = min(n, h.most/thin)
			}
			for _, n := range []int{n, whole} {
				start := time.Now()
				peak, err := peakOf(func() error {
					in := io.MultiReader(strings.NewReader(h.before), &repeated{each: h.each, left: n * len(h.each)}, strings.NewReader(h.after))
					_, err := Read(in, Options{Format: h.format})
					return err
				})
				t.Logf("%d bytes: %d MB, %.1f s, %v", n*len(h.each), peak>>20, time.Since(start).Seconds(), err)
				if peak > mostMemory {
					t.Errorf("%d MB of memory", peak>>20)
				}
				if n != whole && fault.CodeOf(err) == fault.InputTooLarge {
					t.Errorf("refused: %v", err)
				}
			}
		})
	}
}

// repeated reads one piece of text again and again.
type repeated struct {
	each string
	at   int
	left int
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), r.left)], r.each[r.at:])
	r.at, r.left = (r.at+n)%len(r.each), r.left-n
	return n, nil
}

// peakOf runs f and returns how much the heap grew meanwhile at most.
func peakOf(f func() error) (most uint64, err error) {
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	var peak atomic.Uint64
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak.Store(max(peak.Load(), m.HeapAlloc))
			select {
			case <-done:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	err = f()
	close(done)
	<-stopped
	return peak.Load() - min(peak.Load(), before.HeapAlloc), err
}

// TestLinear: sixteen times the input allocates about sixteen times the memory. What
// pools have kept is luck (the race detector throws a part away at random), so the
// mean of several readings counts.
func TestLinear(t *testing.T) {
	for _, h := range heavy {
		allocated := func(n, readings int) uint64 {
			in := h.before + strings.Repeat(h.each, n) + h.after
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			for range readings {
				_, _ = Read(strings.NewReader(in), Options{Format: h.format})
			}
			runtime.ReadMemStats(&after)
			return (after.TotalAlloc - before.TotalAlloc) / uint64(readings)
		}
		n := 30_000 / len(h.each) / thin
		if h.most > 0 {
			n = min(n, h.most/16-1)
		}
		one, many := allocated(n, 16), allocated(16*n, 1)
		if ratio := float64(many) / float64(one); ratio > 24 {
			t.Errorf("%s: %.1f times the memory for sixteen times the input (%d kB, %d kB)", h.name, ratio, one>>10, many>>10)
		}
	}
}
