package article

import (
	"testing"
	"time"
)

// TestSpokenDates reads dates as pages in many languages show them.
func TestSpokenDates(t *testing.T) {
	for in, want := range map[string]string{
		"14 March 2026 at 9 p.m.":              "2026-03-14T21:00:00Z",
		"March 14, 2026, 12:05 a.m. ET":        "2026-03-14T00:05:00Z",
		"Mar. 14, 2026 9:12am EDT":             "2026-03-14T09:12:00-04:00",
		"Sat 14 Mar 2026 09.12 GMT":            "2026-03-14T00:00:00Z",
		"14 March 2026 at 9.12pm BST":          "2026-03-14T21:12:00+01:00",
		"Samstag, 14. März 2026, 09.12 Uhr":    "2026-03-14T09:12:00Z",
		"14.03.2026, 9:12 Uhr MEZ":             "2026-03-14T09:12:00+01:00",
		"03.04.2026":                           "2026-04-03T00:00:00Z",
		"Stand: 03.04.2026, 18:30 Uhr":         "2026-04-03T18:30:00Z",
		"03.04.2026 07:00 AM":                  "", // an American writes the month first
		"03-04-2026":                           "",
		"le 14 mars 2026 à 9h12":               "2026-03-14T09:12:00Z",
		"14 de octubre de 2026 a las 18:30":    "2026-10-14T18:30:00Z",
		"14 ottobre 2026 ore 18.30":            "2026-10-14T18:30:00Z",
		"14 października 2026, 18:30":          "2026-10-14T18:30:00Z",
		"14 октября 2026 года, 18:30 МСК":      "2026-10-14T18:30:00Z",
		"14 Ekim 2026 Çarşamba 18:30 TRT":      "2026-10-14T18:30:00+03:00",
		"2026. október 14., 18:30":             "2026-10-14T18:30:00Z",
		"14 octombrie 2026, 18:30":             "2026-10-14T18:30:00Z",
		"14 Οκτωβρίου 2026":                    "2026-10-14T00:00:00Z",
		"14. oktober 2026 kl. 18.30":           "2026-10-14T18:30:00Z",
		"14.10.2026 klo 18.30":                 "2026-10-14T18:30:00Z",
		"2026년 10월 14일 18:30":                  "2026-10-14T18:30:00Z",
		"2026年10月14日 18:30":                    "2026-10-14T18:30:00Z",
		"14 tháng 10 năm 2026":                 "2026-10-14T00:00:00Z",
		"14 Oktober 2026 18:30 WIB":            "2026-10-14T18:30:00Z",
		"۱۴ اکتبر ۲۰۲۶":                        "2026-10-14T00:00:00Z",
		"14 اکتوبر 2026":                       "2026-10-14T00:00:00Z",
		"14 באוקטובר 2026":                     "2026-10-14T00:00:00Z",
		"14 listopada 2026":                    "", // October or November
		"2 hours ago":                          "",
		"vor 2 Stunden":                        "",
		"yesterday at 9:12":                    "",
		"Monday":                               "",
		"1404/07/22":                           "",
		"5 people were hurt in May 2026 crash": "",
	} {
		got, ok := parseDate(in)
		if want == "" && ok || want != "" && got.Format(time.RFC3339) != want {
			t.Errorf("parseDate(%q) = %v, want %q", in, got.Format(time.RFC3339), want)
		}
	}
}
