package ground

import "testing"

func TestSharesAndSums(t *testing.T) {
	checkCases(t, storyOf("en", "2026-05-10",
		"Trams of Marvik to be mended",
		"Of the 61 trams in Marvik's fleet, 23 are out of service.",
		"The operator says 23 percent of drivers are over 60.",
		"Repairs will cost 48 million crowns, of which the city pays 16.8 million.",
		"A monthly pass goes from 312 to 345 crowns.",
		"The council approved the plan by 7 votes to 6.",
		"Fewer than 2 per cent of passengers travel without a ticket.",
		"The fleet has lost two thirds of its spare parts.",
		"Eleven people were led out of the depot.",
		"Eight have gone home.",
		"Residents have 90 days to object.",
		"Sales of passes rose from 8 million crowns to 24 million crowns."), "number", []ruleCase{
		{"More than a third of Marvik's trams are out of service", Warn, "derived", ""},
		{"Almost two in five trams stand idle", Warn, "derived", ""},
		{"Nearly a quarter of drivers are over 60", Pass, "", ""},
		{"Fewer than one in 50 passengers travel without a ticket", Pass, "", ""},
		{"One in 30 passengers travels without a ticket", Fail, "invented", "2 per cent"},
		{"One passenger in 30 travels without a ticket", Fail, "invented", "2 per cent"},
		{"The fleet has lost half of its spare parts", Fail, "invented", "two thirds"},
		{"A third of the benches were painted", Warn, "unstated", ""},
		{"The state pays 31.2 million of the cost of repairs", Warn, "derived", ""},
		{"The pass will rise by 33 crowns a month", Warn, "derived", ""},
		{"Of those led out of the depot, three have yet to go home", Warn, "derived", ""},
		{"Of those led out of the depot, five have yet to go home", Fail, "invented", ""},
		{"Residents have three months to object", Warn, "derived", ""},
		{"Residents have five months to object", Fail, "invented", ""},
		{"Sales of passes tripled", Warn, "derived", ""},
		{"The council approved the plan 7 to 6", Pass, "", ""},
		{"The council voted 7 to 4 for the plan", Fail, "invented", ""},
	})
}

func TestSharesOfLanguages(t *testing.T) {
	for _, test := range []struct {
		code  string
		lines []string
		cases []ruleCase
	}{
		{"de", []string{"Bad", "Das Bad kostet 4,8 Millionen Euro.", "Für die Stadt bleiben 3,1 Millionen.", "Ein Drittel der Becken ist dicht."}, []ruleCase{
			{"Fast zwei Drittel der Kosten trägt die Stadt", Warn, "derived", ""},
			{"Die Hälfte der Becken ist dicht", Fail, "invented", "Ein Drittel"},
		}},
		{"es", []string{"Embalse", "El embalse de Torrana está al 31,4 % de su capacidad.", "De 60 pueblos, 21 no tienen agua."}, []ruleCase{
			{"El embalse de Torrana está a menos de un tercio de su capacidad", Pass, "", ""},
			{"Más de un tercio de los pueblos no tienen agua", Warn, "derived", ""},
			{"El embalse de Torrana está a la mitad de su capacidad", Fail, "invented", "31,4 %"},
		}},
		{"fr", []string{"Eau", "Sur 60 villages, 5 sont sans eau.", "Le déficit atteint 14,6 millions d’euros, contre 12,9 millions en 2024."}, []ruleCase{
			{"Un village sur douze est sans eau", Warn, "derived", ""},
			{"Le déficit s'est creusé de 1,7 million d'euros", Warn, "derived", ""},
		}},
		{"kk", []string{"Су", "Қоймада судың 66 пайызы қалды."}, []ruleCase{
			{"Қоймада судың үштен екісі қалды", Warn, "rounded", ""},
			{"Қоймада судың жартысы қалды", Fail, "invented", "66 пайызы"},
		}},
	} {
		checkCases(t, storyOf(test.code, "2026-05-10", test.lines...), "number", test.cases)
	}
}

func TestNumbersGoWithTheirHeads(t *testing.T) {
	checkCases(t, storyOf("en", "2026-05-10",
		"Farm co-op borrows",
		"The co-op has reserves of £3.1 million and will borrow £2.2 million for a new dairy.",
		"The dairy will need 6,400 metres of pipes, laid at a cost of £4 million, and the whole plant £11.3 million.",
		"Sales rose from £8 million to £24 million.",
		"The loan rate went up by 0.7 of a percentage point.",
		"Last season 14 ferries carried 9,200 passengers.",
		"In 1990 there were 31 ferries and 60,400 passengers.",
		"The cap applies to boats from 1 July 2026.",
		"Moored boats follow on 1 January 2027."), "number", []ruleCase{
		{"The co-op will borrow £3.1 million for a dairy", Fail, "bound", "£2.2 million"},
		{"The co-op will borrow £2.2 million", Pass, "", ""},
		{"The pipes are laid at a cost of £11.3 million", Fail, "bound", "£4 million"},
		{"Sales rose to £24 million", Pass, "", ""},
		{"The loan rate went up by 0.7 percent", Fail, "unit", ""},
		{"Last season 14 ferries carried 60,400 passengers", Fail, "bound", "9,200"},
		{"In 1990 the ferries carried 60,400 passengers", Pass, "", ""},
		{"Moored boats follow six months after the others", Warn, "derived", ""},
	})
}

func TestWithdrawnFiguresSupportNothing(t *testing.T) {
	for _, test := range []struct {
		code, right, note, wrong string
	}{
		{"en", "The dairy will employ 60 people.", "Correction: an earlier version of this article said that the dairy would employ 95 people instead of 60.", "The dairy will employ 95 people"},
		{"en", "The bridge will cost $12 million.", "A previous version of this story gave the cost of the bridge as $21 million; it is $12 million.", "The bridge will cost $21 million"},
		{"de", "Die Molkerei kostet 12 Millionen Euro.", "In einer früheren Version hieß es, die Molkerei koste 21 Millionen Euro.", "Die Molkerei kostet 21 Millionen Euro"},
		{"fr", "Le déficit atteint 14,6 millions d’euros.", "Une version précédente de cet article indiquait un déficit de 19 millions d’euros.", "Le déficit atteint 19 millions d'euros"},
		{"es", "El puente costará 12 millones de euros.", "Una versión anterior decía que el puente costará 21 millones de euros.", "El puente costará 21 millones de euros"},
	} {
		a := storyOf(test.code, "2026-05-10", "", test.right, test.note)
		if v, _, _ := judged(t, a, "number", test.wrong); v != Fail {
			t.Errorf("%s: %q: %q, want fail", test.code, test.wrong, v)
		}
		for _, s := range []string{test.right, test.note} {
			if v, _, _ := judged(t, a, "number", s); v == Fail {
				t.Errorf("%s: %q fails", test.code, s)
			}
		}
	}
}

func TestWeekdayIsNoRivalOfADay(t *testing.T) {
	checkCases(t, storyOf("en", "2026-05-10",
		"Harbour master to go",
		"Harbour master Ilse Brandvik, who steps down on 31 July after 37 years, will hand over her keys.",
		"Brandvik told the harbour board on Saturday that she steps down with a light heart."), "date", []ruleCase{
		{"Brandvik steps down on 31 July, 37 years after she told the harbour board that she would", Pass, "", ""},
		{"Brandvik steps down on 30 July", Fail, "date", "31 July"},
	})
}
