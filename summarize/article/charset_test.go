package article

import (
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/net/html/charset"
)

// TestCharsets reads texts in every encoding that news comes in: declared by
// header or page, not declared, and declared wrongly.
func TestCharsets(t *testing.T) {
	texts := paragraphsByLanguage(t)
	for _, c := range []struct{ charset, lang string }{
		{"windows-1250", "pl"},
		{"windows-1250", "cs"},
		{"windows-1250", "hu"},
		{"iso-8859-2", "pl"},
		{"windows-1251", "ru"},
		{"windows-1251", "uk"},
		{"windows-1251", "bg"},
		{"koi8-r", "ru"},
		{"iso-8859-5", "ru"},
		{"windows-1252", "fr"},
		{"windows-1252", "de"},
		{"windows-1252", "es"},
		{"iso-8859-15", "it"},
		{"windows-1252", "sv"},
		{"windows-1253", "el"},
		{"windows-1254", "tr"},
		{"windows-1255", "he"},
		{"windows-1256", "ar"},
		{"windows-874", "th"},
		{"shift_jis", "ja"},
		{"euc-jp", "ja"},
		{"iso-2022-jp", "ja"},
		{"gbk", "zh"},
		{"gb18030", "zh"},
		{"big5", "zh"},
		{"euc-kr", "ko"},
	} {
		text := articleIn(c.charset, c.lang, texts[c.lang])
		enc, _ := charset.Lookup(c.charset)
		body, err := enc.NewEncoder().String(text)
		if err != nil {
			t.Errorf("%s %s: %v", c.charset, c.lang, err)
			continue
		}
		page := "<html><head><title>x</title>$META</head><body><p>" + strings.ReplaceAll(body, "\n\n", "</p><p>") + "</p></body></html>"
		meta := func(name string) string { return strings.Replace(page, "$META", `<meta charset="`+name+`">`, 1) }
		for name, in := range map[string]struct{ data, header string }{
			"header":        {body, "text/plain; charset=" + c.charset},
			"meta":          {meta(c.charset), "text/html"},
			"http-equiv":    {strings.Replace(page, "$META", `<meta http-equiv="Content-Type" content="text/html; charset=`+c.charset+`">`, 1), ""},
			"header beats":  {meta("windows-1252"), "text/html; charset=" + c.charset},
			"none":          {body, ""},
			"none, page":    {meta(""), "text/html"},
			"wrong, UTF-8":  {meta("utf-8"), "text/html; charset=utf-8"},
			"unknown label": {meta("x-unknown"), "text/html; charset=x-unknown"},
		} {
			a, err := Read(strings.NewReader(in.data), Options{ContentType: in.header, KeepAll: true})
			if err != nil {
				t.Errorf("%s %s, %s: %v", c.charset, c.lang, name, err)
			} else if want := strings.Join(strings.Fields(text), " "); strings.Join(strings.Fields(a.Text), " ") != clean(want, &invisibles{}) {
				t.Errorf("%s %s, %s: %q, want %q", c.charset, c.lang, name, a.Text, want)
			}
		}
	}
}

// articleIn joins the paragraphs that the encoding can hold.
func articleIn(name, lang string, paragraphs []string) string {
	enc, _ := charset.Lookup(name)
	var kept []string
	for _, p := range paragraphs {
		p = strings.NewReplacer("ș", "ş", "ț", "ţ").Replace(p)
		if out, err := enc.NewEncoder().String(p); err == nil && !strings.Contains(out, "&#") {
			kept = append(kept, p)
		}
	}
	return strings.Repeat(strings.Join(kept, "\n\n")+"\n\n", 3)
}

// TestUTF16 reads UTF-16 with and without a mark, declared and not.
func TestUTF16(t *testing.T) {
	texts := paragraphsByLanguage(t)
	for _, lang := range []string{"en", "ru", "tr", "zh", "ja", "ko", "ar", "hi"} {
		text := strings.Join(texts[lang], "\n\n")
		for _, big := range []bool{false, true} {
			for _, mark := range []bool{false, true} {
				for _, header := range []string{"", "text/plain; charset=utf-16", "text/plain; charset=utf-16le", "text/plain; charset=utf-16be"} {
					if strings.HasSuffix(header, "le") && big || strings.HasSuffix(header, "be") && !big || strings.HasSuffix(header, "16") && big && !mark {
						continue
					}
					a, err := Read(strings.NewReader(inUTF16(text, big, mark)), Options{ContentType: header, KeepAll: true})
					if err != nil {
						t.Errorf("%s big %v mark %v %q: %v", lang, big, mark, header, err)
					} else if !strings.Contains(a.Text, clean(texts[lang][0], &invisibles{})) {
						t.Errorf("%s big %v mark %v %q: %.60q", lang, big, mark, header, a.Text)
					}
				}
			}
		}
	}
}

func inUTF16(text string, big, mark bool) string {
	units := utf16.Encode([]rune(text))
	if mark {
		units = append([]uint16{0xfeff}, units...)
	}
	out := make([]byte, 0, 2*len(units))
	for _, u := range units {
		if big {
			out = append(out, byte(u>>8), byte(u))
		} else {
			out = append(out, byte(u), byte(u>>8))
		}
	}
	return string(out)
}
