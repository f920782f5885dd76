package ground

import (
	"testing"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/article"
)

var tolvikStory = []string{
	"Tolvik harbour board picks Marenka Shipping to run the ferry",
	"Mayor Ana Ruizova said on Monday that Tolvik would give the ferry contract to Marenka Shipping Ltd, a company from Norway.",
	"The harbour master, Tomas Wielgard, 58, warned that the quay in Skarnes was too short for the ship.",
	"Mr Wielgard has worked in the harbour since he left the navy.",
	"Marenka Shipping beat Skarne Lines by four points, and Skarne Lines said that it would appeal.",
	"Ilse Brandvik, the chief executive of Marenka Shipping, promised 40 jobs on the west quay.",
	"She told the Norwegian newspaper Havnebladet that the first ship would sail in May.",
	"The former treasurer of the board, Piotr Lang, called the price a gift.",
	"Lang resigned from the board in 2021 after a quarrel with Deputy Mayor Sofia Lindmark.",
	"The World Harbour Organization (WHBO) praised the tender.",
	"Police are looking for a fisherman, Osman Korhan, who cut the old ferry loose in March.",
	"His brother Emre Korhan, a teacher in Brevik, denies that the ferry was ever in danger.",
	"Judge Harriet Boone will hear the case against Korhan in Ostmark.",
	"The Finance Ministry in Ostmark pays half of the cost, and the Transport Ministry the rest.",
	"The captain of the old ferry, Nils Aagaard, sails for the last time on Friday.",
	"Marenka Shipping bought two ships from the yard of Jürgen Müller in Germany.",
	"Volunteers from Skarnes painted the waiting room at the north end of the quay.",
	"Dr Yusra Haddad, a doctor at St Olaf Hospital, treated three passengers.",
}

func TestNamesOfOneArticle(t *testing.T) {
	checkCases(t, storyOf("en", "2026-03-02", tolvikStory...), "name", []ruleCase{
		// What the article has, as it has it or otherwise.
		{"Tolvik gives the ferry contract to Marenka Shipping", Pass, "", ""},
		{"Mayor Ana Ruizova gives Marenka the ferry contract", Pass, "", ""},
		{"Mayor Ruizova announces the contract", Pass, "", ""},
		{"Ruizova's town picks a company from Norway", Pass, "", ""},
		{"Norwegian company will run the ferry", Pass, "", ""},
		{"Tomas Wielgard warns that the quay in Skarnes is too short", Pass, "", ""},
		{"Harbour master Tomas Wielgard fears that the quay in Skarnes is too short", Pass, "", ""},
		{"Mr Wielgard warns about the quay", Pass, "", ""},
		{"Skarne Lines will appeal after losing to Marenka Shipping", Pass, "", ""},
		{"Skarne Lines was beaten by Marenka Shipping", Pass, "", ""},
		{"Ilse Brandvik promises 40 jobs on the west quay", Pass, "", ""},
		{"Marenka's chief executive, Ilse Brandvik, promises 40 jobs", Pass, "", ""},
		{"Marenka's boss Ilse Brandvik promises jobs", Pass, "", ""},
		{"Former treasurer Piotr Lang calls the price a gift", Pass, "", ""},
		{"Piotr Lang, who was treasurer until 2021, calls the price a gift", Pass, "", ""},
		{"World Harbour Organization praises the tender", Pass, "", ""},
		{"WHBO praises the tender", Pass, "", ""},
		{"Police look for fisherman Osman Korhan", Pass, "", ""},
		{"Emre Korhan, a teacher, denies that the ferry was in danger", Pass, "", ""},
		{"Judge Harriet Boone will hear the case in Ostmark", Pass, "", ""},
		{"Judge Boone will hear the case", Pass, "", ""},
		{"Finance Ministry and Transport Ministry share the cost", Pass, "", ""},
		{"Captain Nils Aagaard sails for the last time", Pass, "", ""},
		{"Captain Nils Ågård's ferry: no, it is Nils Aagaard's", Pass, "", ""},
		{"Marenka bought two ships from Juergen Mueller in Germany", Pass, "", ""},
		{"Marenka bought two ships from a German yard", Pass, "", ""},
		{"Jurgen Muller sold two ships", Pass, "", ""},
		{"Skarnes Volunteers Painted Waiting Room", Pass, "", ""},
		{"Volunteers paint the waiting room at the north end", "", "", ""},
		{"Dr Haddad treated three passengers", Pass, "", ""},
		{"Doctor Yusra Haddad treated passengers", Pass, "", ""},
		{"The Korhans are brothers", Pass, "", ""},
		{"Tolvik Harbour Board Picks Marenka To Run Ferry", Pass, "", ""},
		{"TOLVIK HARBOUR BOARD PICKS MARENKA", Pass, "", ""},
		{"tolvik harbour board picks marenka", Pass, "", ""},
		{"Passengers were treated", "", "", ""},
		{"The quay is too short for the ship", "", "", ""},
		{"Residents hope for work", "", "", ""},

		// Not there at all.
		{"Mayor Ana Ruizova gives the contract to Halvard Freight", Fail, "invented", ""},
		{"Police look for a fisherman, Gideon Astley", Fail, "invented", ""},
		{"Gideon Astley will hear the case", Fail, "invented", ""},
		{"Mayor Gideon Astley said on Monday that Tolvik would give the ferry contract to Marenka", Fail, "invented", "Ana Ruizova"},
		{"Astley told the Norwegian newspaper that the first ship would sail in May", Fail, "invented", ""},
		{"Volunteers from Castrel painted the waiting room at the north end of the quay", Fail, "invented", "Skarnes"},
		{"Mr Astley has worked in the harbour since he left the navy", Fail, "invented", "Wielgard"},
		{"The quay in Castrel was too short for the ship", Fail, "invented", "Skarnes"},
		{"Marenka bought two ships in Brazil", Fail, "invented", ""},
		{"The quay needs repairs, says Gideon Astley", Fail, "invented", ""},

		// Perhaps true all the same.
		{"The ferry sails from Brevik, Scandia", Warn, "not there", ""},
		{"A Castrel teacher denies that the ferry was in danger", Warn, "not there", ""},
		{"The Brazilians will not bid", Warn, "not there", ""},

		// Nearly there.
		{"Mayor Ana Ruizowa gives Marenka the contract", Fail, "misspelt", "Ruizova"},
		{"Tomas Wielgart warns about the quay", Fail, "misspelt", "Wielgard"},
		{"Wielgrad warns about the quay", Fail, "misspelt", "Wielgard"},
		{"Marenke Shipping gets the contract", Fail, "misspelt", "Marenka"},
		{"The quay in Skarness is too short", Fail, "misspelt", "Skarnes"},
		{"Judge Harriet Bonne will hear the case", Fail, "misspelt", "Boone"},
		{"Captain Nils Agaard sails for the last time", Fail, "misspelt", "Aagaard"},
		{"Ilse Brandvick promises 40 jobs", Fail, "misspelt", "Brandvik"},
		{"Piotr Laing calls the price a gift", Fail, "misspelt", "Lang"},
		{"tomas wielgart warns that the quay is short", Fail, "misspelt", "Wielgard"},
		{"Peter Wielgard warns about the quay", Fail, "misspelt", "Tomas Wielgard"},
		{"Gideon Brandvik promises 40 jobs", Fail, "misspelt", "Ilse Brandvik"},
		{"Tomas Astley warns about the quay", Fail, "misspelt", "Tomas Wielgard"},
		{"Ilse Wielgard warns about the quay", Fail, "misspelt", "Tomas Wielgard"},
		{"Osman Brandvik promises jobs", Fail, "misspelt", "Ilse Brandvik"},

		// In the place of another.
		{"Tomas Wielgard promised 40 jobs on the west quay", Fail, "swapped", "Ilse Brandvik"},
		{"Ilse Brandvik warned that the quay in Skarnes was too short", Fail, "swapped", "Tomas Wielgard"},
		{"Ana Ruizova warned that the quay in Skarnes was too short", Fail, "swapped", "Tomas Wielgard"},
		{"Mr Lang has worked in the harbour since he left the navy", Fail, "swapped", "Wielgard"},
		{"The quay in Brevik was too short for the ship", Fail, "swapped", "Skarnes"},
		{"Police are looking for a fisherman, Tomas Wielgard, who cut the old ferry loose in March", Fail, "swapped", "Osman Korhan"},
		{"Judge Harriet Boone will hear the case against Korhan in Brevik", Fail, "swapped", "Ostmark"},
		{"Volunteers from Ostmark painted the waiting room", Fail, "swapped", "Skarnes"},
		{"Wielgard resigned from the board in 2021 after a quarrel with Deputy Mayor Sofia Lindmark", Fail, "swapped", "Lang"},
		{"Skarne Lines bought two ships from the yard of Jürgen Müller", Fail, "swapped", "Marenka Shipping"},
		{"Skarne Lines beat Marenka Shipping by four points", Fail, "swapped", ""},

		// Offices.
		{"Mayor Tomas Wielgard warned that the quay was too short", Fail, "role", ""},
		{"Mayor Piotr Lang called the price a gift", Fail, "role", ""},
		{"Judge Ana Ruizova picks Marenka Shipping", Fail, "role", ""},
		{"Captain Ilse Brandvik promises jobs", Fail, "role", ""},
		{"Ilse Brandvik, the treasurer of Marenka Shipping, promised 40 jobs on the west quay", Fail, "role", ""},
		{"The auditor of the board, Piotr Lang, called the price a gift", Fail, "role", ""},
		{"Emre Korhan, a doctor in Brevik, denies that the ferry was ever in danger", Fail, "role", "teacher"},
		{"His uncle Emre Korhan, a teacher in Brevik, denies that the ferry was ever in danger", Fail, "role", "brother"},
		{"Deputy Mayor Ana Ruizova said on Monday that Tolvik would give the ferry contract to Marenka", Pass, "", ""},
		{"Lang resigned after a quarrel with Mayor Sofia Lindmark", Fail, "role", ""},

		// Then and now.
		{"The treasurer of the board, Piotr Lang, called the price a gift", Fail, "former", ""},
		{"Treasurer Piotr Lang calls the price a gift", Fail, "former", ""},
		{"Former Mayor Ana Ruizova said on Monday that Tolvik would give the ferry contract to Marenka", Fail, "former", ""},
		{"The former captain of the old ferry, Nils Aagaard, sails for the last time", Fail, "former", ""},

		// Points of the compass.
		{"Ilse Brandvik promised 40 jobs on the east quay", Fail, "swapped", "west"},
		{"Volunteers painted the waiting room at the south end of the quay", Fail, "swapped", "north"},

		// Men and women.
		{"Mrs Wielgard has worked in the harbour since 2004", Fail, "gender", ""},
		{"Tomas Wielgard says she fears for the quay", Fail, "gender", ""},
		{"Ms Lang called the price a gift", Warn, "guessed gender", ""},
	})
}

func TestNamesInOtherWords(t *testing.T) {
	a := storyOf("en", "2026-03-02",
		"Envoys of three countries meet in Geneva",
		"Robert Ashdown, the American envoy, met his British and Turkish colleagues in Geneva on Tuesday.",
		"Mohamed Farah of the UN said that the Ukrainian president, Zelensky, would join them.",
		"The U.S. delegation stayed for two days, and the Dutch sent nobody.",
		"The European Union pays for the talks.",
		"Christian Democrats and Conservatives in parliament praised Ashdown.",
	)
	checkCases(t, a, "name", []ruleCase{
		{"Bob Ashdown meets his colleagues in Geneva", Pass, "", ""},
		{"US envoy Robert Ashdown met colleagues", Pass, "", ""},
		{"Robert Ashdown of the United States met colleagues from the UK and Türkiye", Pass, "", ""},
		{"America sent Robert Ashdown", Pass, "", ""},
		{"Britain and Turkey sent envoys to Geneva", Pass, "", ""},
		{"Muhammad Farah speaks for the United Nations", Pass, "", ""},
		{"Zelenskyy of Ukraine would join them", Pass, "", ""},
		{"The Netherlands sent nobody", Pass, "", ""},
		{"EU pays for the talks", Pass, "", ""},
		{"The Conservative members praised Ashdown", Pass, "", ""},
		{"Envoys met in Geneva, Switzerland", Warn, "not there", ""},
		{"Envoys met in Lyon", Warn, "not there", ""},
		{"The Spanish envoy was not there", Warn, "not there", ""},
		{"The envoys from Spain met his colleagues in Geneva", Fail, "invented", ""},
		{"Robert Ashdown, the American envoy, met his British and Turkish colleagues in Lyon on Tuesday", Fail, "invented", "Geneva"},
		{"Zelenksi would join them", Fail, "misspelt", ""},
	})
}

func TestNamesInOtherLanguages(t *testing.T) {
	for _, s := range []struct {
		lang  string
		lines []string
		cases []ruleCase
	}{
		{"de", []string{
			"Obertal baut das Hallenbad neu",
			"Bürgermeister Henrik Stollmann sagte am Montag, das Hallenbad in Obertal werde neu gebaut.",
			"Die Kämmerin Yasemin Korkut nannte den Preis des Neubaus hoch.",
			"Der frühere Kassenwart Bernd Riedel fährt seit Jahren nach Kemmling.",
		}, []ruleCase{
			{"Bürgermeister Henrik Stollmann will das Hallenbad neu bauen", Pass, "", ""},
			{"Die Kosten des Neubaus sind hoch", Pass, "", ""},
			{"Stollmanns Plan für Obertal steht", Pass, "", ""},
			{"Kämmerin Yasemin Korkut nennt den Preis hoch", Pass, "", ""},
			{"Bürgermeister Henrik Stollman will bauen", Fail, "misspelt", "Stollmann"},
			{"Die Kämmerin Renate Ostberg nannte den Preis des Neubaus hoch", Fail, "invented", "Yasemin Korkut"},
			{"Die Kämmerin Henrik Stollmann nannte den Preis des Neubaus hoch", Fail, "swapped", "Yasemin Korkut"},
		}},
		{"fr", []string{
			"L’hôpital de Brézac change de directeur",
			"Thibault Ancelin dirige l’hôpital de Brézac depuis lundi.",
			"La maire de Vaumont, Lucie Ferrand, a critiqué l’agence d’Orvex.",
		}, []ruleCase{
			{"Thibault Ancelin dirige l’hôpital", Pass, "", ""},
			{"L’agence d’Orvex est critiquée par Lucie Ferrand", Pass, "", ""},
			{"Thibaut Ancelin dirige l’hôpital", Fail, "misspelt", "Thibault"},
			{"L’hôpital de Brézec change", Fail, "misspelt", "Brézac"},
			{"Marc Delorme dirige l’hôpital de Brézac depuis lundi", Fail, "invented", "Thibault Ancelin"},
			{"Lucie Ferrand dirige l’hôpital de Brézac depuis lundi", Fail, "swapped", "Thibault Ancelin"},
		}},
		{"es", []string{
			"La presa de Peñarrasa pierde agua",
			"La alcaldesa de Valdezarza, Carmen Olmedo, dijo el lunes que la presa de Peñarrasa pierde agua.",
			"El regante Baltasar Mirón niega haber abierto las compuertas.",
		}, []ruleCase{
			{"Carmen Olmedo dice que la presa de Peñarrasa pierde agua", Pass, "", ""},
			{"Carmen Olmeda dice que la presa pierde agua", Fail, "misspelt", "Olmedo"},
			{"El regante Julián Torquemada niega haber abierto las compuertas", Fail, "invented", "Baltasar Mirón"},
			{"El regante Carmen Olmedo niega haber abierto las compuertas", Fail, "swapped", "Baltasar Mirón"},
		}},
		{"tr", []string{
			"Yenikavak'ta köprü açıldı",
			"Belediye Başkanı Nilgün Sarıtaş, Yenikavak'taki köprünün pazartesi günü açılacağını söyledi.",
			"Savcı Orhan Demirkol, Akçadere'deki ihaleyi inceliyor.",
		}, []ruleCase{
			{"Nilgün Sarıtaş köprünün açılacağını söyledi", Pass, "", ""},
			{"Yenikavak'ın köprüsü açıldı", Pass, "", ""},
			{"Orhan Demirkol'un incelemesi Akçadere'de sürüyor", Pass, "", ""},
			{"Nilgün Sarıdaş köprünün açılacağını söyledi", Fail, "misspelt", "Sarıtaş"},
			{"Savcı Kemal Tuncel, Akçadere'deki ihaleyi inceliyor", Fail, "invented", ""},
			{"Savcı Nilgün Sarıtaş, Akçadere'deki ihaleyi inceliyor", Fail, "swapped", "Orhan Demirkol"},
		}},
		{"ru", []string{
			"В Заречинске открыли мост",
			"Мэр Заречинска Игорь Полевой заявил в понедельник, что мост построила компания «Стройлад».",
			"Инженер Марина Осокина проверила опоры моста.",
		}, []ruleCase{
			{"Игорь Полевой открыл мост в Заречинске", Pass, "", ""},
			{"Мост проверен Мариной Осокиной", Pass, "", ""},
			{"По словам Игоря Полевого, мост построен", Pass, "", ""},
			{"Инженер Марина Асокина проверила опоры моста", Fail, "misspelt", ""},
			{"Инженер Глеб Тарасюк проверила опоры моста", Fail, "invented", ""},
			{"Инженер Игорь Полевой проверила опоры моста", Fail, "swapped", ""},
		}},
		{"kk", []string{
			"Көлсайда көпір ашылды",
			"Аудан әкімі Жомарт Байсал көпірдің дүйсенбіде ашылатынын айтты.",
			"Инженер Динара Қожабек тіректерді тексерді.",
		}, []ruleCase{
			{"Жомарт Байсалдың айтуынша көпір ашылады", Pass, "", ""},
			{"Динара Қожабек тіректерді тексерді", Pass, "", ""},
			{"Инженер Динара Қажабек тіректерді тексерді", Fail, "misspelt", ""},
			{"Инженер Жомарт Байсал тіректерді тексерді", Fail, "swapped", "Динара Қожабек"},
		}},
		{"zh", []string{
			"临川大桥周一通车",
			"临川市市长周明远说，临川大桥将于周一通车。",
			"工程师李若兰表示，桥墩已经检查完毕。",
		}, []ruleCase{
			{"市长周明远说大桥周一通车", Pass, "", ""},
			{"工程师李若兰表示桥墩检查完毕", Pass, "", ""},
			{"工程师王大勇表示，桥墩已经检查完毕", Fail, "invented", "李若兰"},
			{"工程师周明远表示，桥墩已经检查完毕", Fail, "swapped", "李若兰"},
			{"大桥通车以后方便出行", Unknown, "language", ""},
		}},
		{"ar", []string{
			"افتتاح الجسر يوم الاثنين",
			"وقال المهندس مأمون الطوال إن الجسر سيفتح يوم الاثنين.",
			"وأوضحت الدكتورة نهى الصباح أن الفحص انتهى.",
		}, []ruleCase{
			{"قال المهندس مأمون الطوال إن الجسر سيفتح", Pass, "", ""},
			{"قال المهندس سليم الطوال إن الجسر سيفتح", Fail, "invented", ""},
			{"الجسر جاهز", Unknown, "language", ""},
		}},
		{"hi", []string{"पुल खुला", "महापौर ने कहा कि पुल सोमवार को खुलेगा।"}, []ruleCase{
			{"पुल मंगलवार को खुलेगा", Unknown, "language", ""},
		}},
		{"nl", []string{"Brug open", "Burgemeester Joost van der Veldt zei maandag dat de brug in Oudewater open is."}, []ruleCase{
			{"Joost van der Veldt zegt dat de brug open is", Pass, "", ""},
			{"Joost van der Feldt zegt dat de brug open is", Fail, "misspelt", "Veldt"},
		}},
	} {
		checkCases(t, storyOf(s.lang, "2026-03-02", s.lines...), "name", s.cases)
	}
}

func TestNameDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"lang", "lang", 0},
		{"lang", "laing", 1},
		{"lang", "lagn", 1},
		{"brandvik", "brandvick", 1},
		{"wielgard", "wielgrat", 2},
		{"lang", "boone", 4},
		{"", "abc", 3},
		{"осокина", "асокина", 1},
	} {
		if got := nameDistance([]rune(c.a), []rune(c.b), 3); got != c.want {
			t.Errorf("%q and %q are %d apart, not %d", c.a, c.b, got, c.want)
		}
		if got := nameDistance([]rune(c.b), []rune(c.a), 3); got != c.want {
			t.Errorf("%q and %q are %d apart, not %d", c.b, c.a, got, c.want)
		}
	}
}

func TestNameWordsLoad(t *testing.T) {
	for _, code := range []string{"ar", "de", "en", "es", "fr", "it", "ja", "kk", "pt", "ru", "tr", "zh"} {
		w := load[nameWords]("name", code)
		if w == nil {
			t.Fatalf("no names for %s", code)
		}
		w.prepare()
		for name, list := range map[string][]string{
			"calendar": w.Calendar, "titles": w.Titles, "vague": w.Vague, "former": w.Former, "groups": w.Groups, "places": w.Places,
			"saying": w.Saying, "given": w.Given, "common": w.Common, "seats": w.Seats, "endings": w.Endings, "derived": w.Derived,
		} {
			seen := map[string]bool{}
			for _, s := range list {
				if seen[fold(s)] {
					t.Errorf("%s: %q is twice in %s", code, s, name)
				}
				seen[fold(s)] = true
			}
		}
	}
}

func FuzzNames(f *testing.F) {
	f.Add("Mayor Ana Ruizova said", "Judge Ana Ruizowa says she is St. John's O'Neill-van der X.", "en")
	f.Add("ANKARA'DA ' . - & of the", "l'’s 's Mr. Mr", "tr")
	f.Add("工程师李若兰表示", "先生王说", "zh")
	f.Fuzz(func(t *testing.T, text, claim, code string) {
		if len(text) > 2000 || len(claim) > 500 {
			t.Skip()
		}
		a := storyOf(code, "", text, text, claim)
		for _, said := range []string{claim, text + " " + claim} {
			for _, f := range onlyRule(a, "name").Check(article.Claim{Text: said}).Claims[0].Findings {
				if !utf8.ValidString(said) {
					continue
				}
				if r := []rune(said); string(r[f.Start:f.End]) != f.Found {
					t.Fatalf("%q at %d to %d of %q", f.Found, f.Start, f.End, said)
				}
			}
		}
	})
}
