package article

import (
	"encoding/json"
	"strings"
)

// Bounds of the JSON-LD that is looked at. Pages have a few kilobytes, live
// blogs up to a few hundred; what is over a bound is left alone.
const (
	mostJSON      = 1 << 20 // bytes of all of it in a page
	mostJSONDepth = 12
	mostJSONNodes = 20000
)

// linked is the JSON-LD of a page: its objects in the order of the page.
type linked struct {
	read     int // bytes so far
	nodes    int
	byID     map[string]map[string]any
	articles []map[string]any // those that could describe the page
	pages    []map[string]any // WebPage and the like
}

// add reads the JSON-LD of one script element.
func (l *linked) add(data string) {
	if l.read += len(data); l.read > mostJSON {
		return
	}
	if l.byID == nil {
		l.byID = map[string]map[string]any{}
	}
	dec := json.NewDecoder(strings.NewReader(lenient(data)))
	for {
		var v any
		if dec.Decode(&v) != nil {
			return
		}
		l.walk(v, 0, false)
	}
}

// lenient mends what real pages get wrong in JSON: comment and CDATA marks around
// it, commas before a closing bracket, and line breaks within strings.
func lenient(data string) string {
	data = strings.TrimSpace(data)
	if i := strings.IndexAny(data, "{["); i > 0 && i < 64 {
		data = data[i:]
		data = strings.TrimPrefix(data, "[CDATA[")
	}
	out := make([]byte, 0, len(data))
	quoted, escaped, comma := false, false, -1
	for i := 0; i < len(data); i++ {
		c := data[i]
		switch {
		case quoted:
			if c < ' ' {
				c = ' '
			}
			quoted = c != '"' || escaped
			escaped = c == '\\' && !escaped
		case c == '"':
			quoted, comma = true, -1
		case c == ',':
			comma = len(out)
		case (c == '}' || c == ']') && comma >= 0:
			out[comma], comma = ' ', -1
		case c > ' ':
			comma = -1
		}
		out = append(out, c)
	}
	return string(out)
}

// lists are the properties whose objects are other pages, or parts of this one.
var listProperties = set([]string{
	"itemListElement", "relatedLink", "hasPart", "liveBlogUpdate", "isBasedOn", "mentions", "citation", "blogPost", "blogPosts", "subjectOf", "comment",
	"recommendations", "related", "significantLink", "suggestedAnswer", "video", "image", "author", "publisher", "creator",
})

// walk notes the objects in v. Those of lists are only known by their @id.
func (l *linked) walk(v any, depth int, listed bool) {
	if l.nodes++; depth > mostJSONDepth || l.nodes > mostJSONNodes {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			l.walk(e, depth+1, listed)
		}
	case map[string]any:
		if id, ok := v["@id"].(string); ok && len(v) > 1 && l.byID[id] == nil {
			l.byID[id] = v
		}
		switch {
		case listed:
		case isType(v, articleTypes):
			l.articles = append(l.articles, v)
		case isType(v, pageTypes):
			l.pages = append(l.pages, v)
		}
		for _, key := range sortedKeys(v) {
			l.walk(v[key], depth+1, listed || listProperties[key])
		}
	}
}

// articleTypes are the schema.org types that a news story has, pageTypes those of
// the page that it is on, whose fields count when there is no other.
var (
	articleTypes = set([]string{
		"Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "BackgroundNewsArticle",
		"ReviewNewsArticle", "AskPublicNewsArticle", "AdvertiserContentArticle", "SatiricalArticle", "LiveBlogPosting", "BlogPosting", "SocialMediaPosting", "Report", "TechArticle", "ScholarlyArticle",
	})
	pageTypes = set([]string{"WebPage", "ItemPage", "AboutPage", "CreativeWork"})
)

func isType(v map[string]any, types map[string]bool) bool {
	for _, t := range texts(v["@type"]) {
		if types[t[strings.LastIndexAny(t, "/:#")+1:]] {
			return true
		}
	}
	return false
}

// about returns the object that describes the page, nil for none: of several
// articles the one with the page's address or headline.
func (l *linked) about(addresses, headlines []string) map[string]any {
	var best map[string]any
	most := -1
	for _, v := range l.articles {
		n := 0
		if l.hasAddress(v, addresses) {
			n += 4
		}
		if sameAsAny(l.text(v["headline"], v["name"]), headlines) {
			n += 3
		}
		if v["datePublished"] != nil {
			n++
		}
		if v["headline"] != nil {
			n++
		}
		if n > most {
			best, most = v, n
		}
	}
	if best == nil && len(l.pages) > 0 {
		best = l.pages[0]
	}
	return best
}

func (l *linked) hasAddress(v map[string]any, addresses []string) bool {
	for _, key := range []string{"url", "mainEntityOfPage", "@id"} {
		own := addressKey(addressOf(v[key]))
		for _, a := range addresses {
			if own != "" && own == addressKey(a) {
				return true
			}
		}
	}
	return false
}
