package ground

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// tellDates puts dates into words.
func tellDates(f figures) string {
	s := ""
	for _, m := range f.moments {
		if s != "" {
			s += " "
		}
		for _, part := range []struct {
			field fields
			text  string
		}{
			{hasYear, fmt.Sprintf("y%d", m.year)},
			{hasDecade, fmt.Sprintf("dec%d", m.year)},
			{hasQuarter, fmt.Sprintf("q%d", m.quarter)},
			{hasSeason, m.season},
			{hasMonth, fmt.Sprintf("m%d", m.month)},
			{hasDay, fmt.Sprintf("d%d", m.day)},
			{hasWeekday, fmt.Sprintf("w%d", m.weekday)},
			{hasTime, fmt.Sprintf("%02d:%02d", m.hour, m.minute)},
			{hasRelative, fmt.Sprintf("%s%+d", m.unit, m.offset)},
		} {
			if m.has&part.field != 0 {
				s += part.text
			}
		}
	}
	return s
}

func TestMoments(t *testing.T) {
	for _, test := range []struct{ code, text, want string }{
		{"en", "on May 3, 2026, and 3 May", "y2026m5d3 m5d3"},
		{"en", "2026-05-03 and 3/5/26", "y2026m5d3 y2026m5d3"},
		{"en", "the 3rd of May, Jan. 18", "m5d3 m1d18"},
		{"en", "between 3 and 5 May, 3–5 June", "m5d3 m5d5 m6d3 m6d5"},
		{"en", "in May 2025, in May, he may go, they march on", "y2025m5 m5"},
		{"en", "at 10:30 a.m., 6 p.m., 10.30 pm, noon and midnight", "10:30 18:00 22:30 12:00 00:00"},
		{"en", "on Friday, yesterday, last week, next month, this year", "w5 day-1 week-1 month+1 year+0"},
		{"en", "two years ago, three weeks ago", "year-2 week-3"},
		{"en", "the 1990s and the 90s", "dec1990 dec1990"},
		{"en", "in 2010-11, since 2019, 2,019 people", "y2010 y2011 y2019"},
		{"en", "the third quarter of 2025, first-quarter sales, Q2", "y2025q3 q1 q2"},
		{"en", "summer 2025, in the fall, prices fall", "y2025summer autumn"},
		{"en", "last season", "season-1"},
		{"en", "$2020 and 2020 kilometres", ""},
		{"tr", "14 Temmuz 2026 Salı, saat 10.25, 9 Ekim'deki", "y2026m7d14w2 10:25 m10d9"},
		{"tr", "üç yıl önce, 2025 yılında, geçen hafta", "year-3 y2025 week-1"},
		{"de", "am 5. Oktober 2026, 22.30 Uhr, am Donnerstagabend", "y2026m10d5 22:30 w4"},
		{"de", "vor drei Jahren, 05.10.2026, 12. November", "year-3 y2026m10d5 m11d12"},
		{"fr", "le 1er octobre 2026, avant le 15 décembre, 14 h 30", "y2026m10d1 m12d15 14:30"},
		{"fr", "il y a trois ans, mardi, l’an dernier", "year-3 w2 year-1"},
		{"es", "el 15 de septiembre de 2026, el martes", "y2026m9d15 w2"},
		{"es", "hace tres años, el año pasado", "year-3 year-1"},
		{"ru", "15 сентября 2026 года, в среду, в прошлом году", "y2026m9d15 w3 year-1"},
		{"ru", "три года назад", "year-3"},
		{"kk", "2026 жылғы 6 қазан, сейсенбі, сағат 09:15", "y2026m10d6w2 09:15"},
		{"kk", "2025 жылы, 15 қазанға дейін, былтыр", "y2025 m10d15 year-1"},
		{"ar", "15 أيلول/سبتمبر، أمس، عام 2025", "m9d15 day-1 y2025"},
		{"zh", "2026年9月15日, 10月底, 2027年第1季度, 去年, 周五", "y2026m9d15 m10 y2027q1 year-1 w5"},
		{"ja", "2026年9月15日午後3時", "y2026m9d15 15:00"},
		{"it", "il 3 maggio 2026, lunedì, due anni fa", "y2026m5d3w1 year-2"},
		{"pt", "3 de maio de 2026, segunda-feira", "y2026m5d3w1"},
	} {
		if got := tellDates(figuresIn(test.code, test.text)); got != test.want {
			t.Errorf("%s %q: %s, want %s", test.code, test.text, got, test.want)
		}
	}
}

// The story is of Wednesday 20 May 2026.
var bridgeStory = []string{
	"Sarvik bridge to open on 3 June",
	"The Sarvik bridge will open on Wednesday 3 June, the mayor said on Monday.",
	"Work on the bridge began in March 2023 and stopped in the winter of 2024.",
	"The old bridge was built in 1931 and closed last year.",
	"Inspectors visited the site on Friday at 10:30 a.m.",
	"The contractor, Holm and Sons, was founded in the 1960s.",
	"Tolls rose in the first quarter of 2026.",
	"A second inspection is due on 28 May at noon.",
	"The council will choose a name next month.",
	"The ferry sank two years ago.",
	"A court heard the case on 12 February 2025.",
}

func TestDates(t *testing.T) {
	a := storyOf("en", "2026-05-20", bridgeStory...)
	checkCases(t, a, "date", []ruleCase{
		{"Sarvik bridge opens on June 3", Pass, "", ""},
		{"Sarvik bridge opens on June 3, 2026", Pass, "", ""},
		{"Sarvik bridge opens in June", Pass, "", ""},
		{"Sarvik bridge opens next month", Pass, "", ""},
		{"Sarvik bridge opens on Wednesday", Pass, "", ""},
		{"Mayor spoke of the bridge on Monday", Pass, "", ""},
		{"Mayor spoke of the bridge on May 18", Pass, "", ""},
		{"Work on the bridge began in 2023", Pass, "", ""},
		{"Work on the bridge began in March", Pass, "", ""},
		{"Old bridge was built in 1931", Pass, "", ""},
		{"Old bridge was built in the 1930s", Pass, "", ""},
		{"Old bridge closed in 2025", Pass, "", ""},
		{"Inspectors visited the site at 10.30 am on Friday", Pass, "", ""},
		{"Inspectors visited the site on May 15", Pass, "", ""},
		{"Contractor founded in the 1960s", Pass, "", ""},
		{"Tolls rose in Q1 of 2026", Pass, "", ""},
		{"Second inspection is due at 12 p.m. on 28 May", Pass, "", ""},
		{"Second inspection is due on Thursday, 28 May", Pass, "", ""},
		{"Council will choose a name in June", Pass, "", ""},
		{"Ferry sank in 2024", Pass, "", ""},
		{"Court heard the case in February last year", Pass, "", ""},
		{"Tolls rose this year", Pass, "", ""},
		// Wrong.
		{"Sarvik bridge opens on June 4", Fail, "date", "3 June"},
		{"Sarvik bridge opens on 3 July", Fail, "date", "3 June"},
		{"Sarvik bridge opens on Tuesday 3 June", Fail, "date", "Wednesday 3 June"},
		{"Sarvik bridge opens on June 3, 2027", Fail, "date", "3 June"},
		{"Mayor said on Tuesday that the Sarvik bridge will open", Fail, "date", ""},
		{"Work on the bridge began in March 2022", Fail, "date", "March 2023"},
		{"Work on the bridge began in April 2023", Fail, "date", "March 2023"},
		{"Old bridge was built in 1913", Fail, "date", "1931"},
		{"Inspectors visited the site on Friday at 11:30 a.m.", Fail, "date", "10:30 a.m."},
		{"Inspectors visited the site at 10:30 p.m. on Friday", Fail, "date", "10:30 a.m."},
		{"Inspectors visited the site on Saturday", Fail, "date", "Friday"},
		{"Contractor was founded in the 1970s", Fail, "date", "the 1960s"[4:]},
		{"Tolls rose in the second quarter of 2026", Fail, "bound", "first quarter of 2026"},
		{"Second inspection is due on 27 May", Fail, "date", "28 May"},
		{"Second inspection is due at midnight", Fail, "date", "noon"},
		{"Court heard the case on 21 February 2025", Fail, "date", "12 February 2025"},
		{"Work stopped in the winter of 2023", Fail, "date", ""},
		{"Old bridge was built in 1931 and closed in 1999", Fail, "date", ""},
		// Tense.
		{"Sarvik bridge opened on 3 June, the mayor said", Fail, "tense", ""},
		{"Council chose a name for the bridge next month", Fail, "tense", ""},
		{"A court will hear the case on 12 February 2025", Fail, "tense", ""},
		{"Sarvik bridge will open on 3 June", Pass, "", ""},
		{"A court heard the case on 12 February 2025", Pass, "", ""},
		// Nothing to compare.
		{"Mayor praises the Sarvik bridge", "", "", ""},
	})
}

func TestDatesWithoutPublication(t *testing.T) {
	a := storyOf("en", "", "Port closed", "The port closed yesterday after a storm.", "It will open again next week.", "The storm of 1987 closed it as well.")
	checkCases(t, a, "date", []ruleCase{
		{"Port closed yesterday after a storm", Pass, "", ""},
		{"Port closed after a storm on 4 May", Unknown, "undated", ""},
		{"Port will open again next month", Fail, "date", "next week"},
		{"Storm of 1978 closed the port as well", Fail, "date", "1987"},
	})
}

func TestDatesOfLanguages(t *testing.T) {
	for _, test := range []struct {
		code  string
		story []string
		cases []ruleCase
	}{
		{"tr", []string{"Dava", "Dava 9 Ekim'de başlayacak.", "İddianame salı günü saat 10.25'te kabul edildi.", "İhale 2023 yılında yapıldı."}, []ruleCase{
			{"Dava 9 Ekim 2026'da başlayacak", Pass, "", ""},
			{"Dava 8 Ekim'de başlayacak", Fail, "date", "9 Ekim'de"},
			{"İhale 2022 yılında yapıldı", Fail, "date", ""},
			{"İddianame çarşamba günü kabul edildi", Fail, "date", ""},
		}},
		{"de", []string{"Rat", "Der Rat entscheidet am 12. November um 18.30 Uhr.", "Der Zuschuss verfällt am 30. Juni 2027."}, []ruleCase{
			{"Rat entscheidet am 12. November", Pass, "", ""},
			{"Rat entscheidet am 11. November", Fail, "date", ""},
			{"Rat entscheidet um 19.30 Uhr", Fail, "date", "18.30 Uhr"},
			{"Zuschuss verfällt am 30. Juni 2028", Fail, "date", "30. Juni 2027"},
		}},
		{"fr", []string{"Fusion", "La fusion doit avoir lieu le 1er janvier 2027.", "Le conseil a voté jeudi."}, []ruleCase{
			{"La fusion doit avoir lieu en janvier 2027", Pass, "", ""},
			{"La fusion doit avoir lieu le 1er février 2027", Fail, "date", "1er janvier 2027"},
			{"Le conseil a voté vendredi", Fail, "date", "jeudi"},
		}},
		{"es", []string{"Riego", "La comisión se reúne el 15 de septiembre."}, []ruleCase{
			{"La comisión se reúne el 15 de septiembre de 2026", Pass, "", ""},
			{"La comisión se reúne el 16 de septiembre", Fail, "date", "15 de septiembre"},
		}},
		{"ru", []string{"Мост", "Мост откроют 15 сентября 2026 года, заявил мэр в среду."}, []ruleCase{
			{"Мост откроют в сентябре 2026 года", Pass, "", ""},
			{"Мост откроют 15 октября 2026 года", Fail, "date", "15 сентября 2026 года"},
		}},
		{"kk", []string{"Вагон", "Тасымалдаушы 15 қазанға дейін вагон береді.", "Аудан 2025 жылы астық жинады."}, []ruleCase{
			{"Тасымалдаушы 15 қазанға дейін вагон беруге уәде етті", Pass, "", ""},
			{"Тасымалдаушы 25 қазанға дейін вагон береді", Fail, "date", ""},
			{"Аудан 2024 жылы астық жинады", Fail, "date", ""},
		}},
		{"ar", []string{"تصويت", "يصوّت المجلس في 15 أيلول/سبتمبر."}, []ruleCase{
			{"يصوّت المجلس في 15 سبتمبر", Pass, "", ""},
			{"يصوّت المجلس في 16 أيلول", Fail, "date", ""},
		}},
		{"zh", []string{"地铁", "地铁5号线将推迟至2027年第1季度开通。", "报告预计10月底完成。"}, []ruleCase{
			{"地铁5号线推迟至2027年第1季度", Pass, "", ""},
			{"地铁5号线推迟至2027年第2季度", Fail, "date", ""},
			{"地铁5号线推迟至2028年第1季度", Fail, "date", ""},
		}},
	} {
		checkCases(t, storyOf(test.code, "2026-07-14", test.story...), "date", test.cases)
	}
}

// A date agrees with itself and with the year and month that it is in.
func TestDatesAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := time.Unix(rapid.Int64Range(0, 2e9).Draw(t, "day"), 0).UTC()
		published := day.AddDate(0, 0, rapid.IntRange(-100, 100).Draw(t, "days"))
		y, month, d := day.Date()
		full := moment{has: hasYear | hasMonth | hasDay, year: y, month: int(month), day: d}
		for _, m := range []moment{full, {has: hasYear, year: y}, {has: hasMonth, month: int(month)}, {has: hasYear | hasMonth, year: y, month: int(month)}} {
			if got := m.like(full, published); got != agrees {
				t.Errorf("%+v and %+v: %d", m, full, got)
			}
		}
		other := full
		other.year++
		if got := other.like(full, published); got != differs {
			t.Errorf("%+v and %+v: %d", other, full, got)
		}
	})
}
