package ground

import "testing"

const directionTable = `
= Exports of slate rose by 12 percent in March.
fail Exports of slate fell by 12 percent in March
fail Exports of slate dropped by 12 percent in March
ok   Exports of slate rose by 12 percent in March
ok   Exports of slate increased by 12 percent in March
ok   Slate exports grew by 12 percent in March
= The brewery's profit shrank to 3 million crowns.
fail The brewery's profit grew to 3 million crowns
ok   The brewery's profit shrank to 3 million crowns
ok   The brewery's profit fell to 3 million crowns
= The dairy reported a loss of 4 million crowns for the year.
fail The dairy reported a profit of 4 million crowns for the year
ok   The dairy reported a loss of 4 million crowns for the year
= Karsholm won the rowing final on Lake Ilmen.
fail Karsholm lost the rowing final on Lake Ilmen
ok   Karsholm won the rowing final on Lake Ilmen
ok   Karsholm wins the rowing final on Lake Ilmen
= The council approved the quarry on Tuesday.
fail The council rejected the quarry on Tuesday
ok   The council approved the quarry on Tuesday
ok   The council backed the quarry on Tuesday
= The jury acquitted the baker of arson.
fail The jury convicted the baker of arson
ok   The jury acquitted the baker of arson
ok   The jury cleared the baker of arson
= The bank raised its lending rate to 4 percent.
fail The bank lowered its lending rate to 4 percent
fail The bank cut its lending rate to 4 percent
ok   The bank raised its lending rate to 4 percent
ok   The bank lifts its lending rate to 4 percent
= The mill opened in 1911 and closed in 1984.
fail The mill closed in 1911
ok   The mill opened in 1911
ok   The mill closed in 1984
= The bridge was repaired after the flood of 1998.
fail The bridge was repaired before the flood of 1998
ok   The bridge was repaired after the flood of 1998
ok   After the flood of 1998 the bridge was repaired
= Firefighters left the depot before the roof fell in.
fail Firefighters left the depot after the roof fell in
ok   Firefighters left the depot before the roof fell in
= More than 600 people signed the petition against the pier.
fail Fewer than 600 people signed the petition against the pier
ok   More than 600 people signed the petition against the pier
ok   Over 600 people signed the petition against the pier
= It was the largest harvest of hops since 1970.
fail It was the smallest harvest of hops since 1970
ok   It was the biggest harvest of hops since 1970
ok   It was the largest harvest of hops since 1970
= The oldest member of the crew is 61.
fail The youngest member of the crew is 61
ok   The oldest member of the crew is 61
= Rents in Marlock are higher than in Telvik.
fail Rents in Marlock are lower than in Telvik
ok   Rents in Marlock are higher than in Telvik
= The plant lies in the north of the valley.
fail The plant lies in the south of the valley
ok   The plant lies in the north of the valley
= The minister confirmed the sale of the lighthouse.
fail The minister denied the sale of the lighthouse
ok   The minister confirmed the sale of the lighthouse
ok   The minister confirms the sale of the lighthouse
= The club bought the striker Ilo Brandt for 2 million crowns.
fail The club sold the striker Ilo Brandt for 2 million crowns
ok   The club bought the striker Ilo Brandt for 2 million crowns
= It is legal to camp on the dunes.
fail It is illegal to camp on the dunes
ok   It is legal to camp on the dunes
= The clinic is likely to move to the old barracks.
fail The clinic is unlikely to move to the old barracks
ok   The clinic is likely to move to the old barracks
= Sales did not rise in the second quarter.
ok   Sales did not rise in the second quarter
= Sales rose in the north, but profit fell in the south.
fail Sales fell in the north
ok   Sales rose in the north
ok   Profit fell in the south
= Varn Rovers beat Tolme City on Saturday in the cup.
fail Tolme City beat Varn Rovers on Saturday in the cup
ok   Varn Rovers beat Tolme City on Saturday in the cup
ok   Tolme City were beaten by Varn Rovers on Saturday in the cup
= Orla Denk sued Petrik Foundries over the smoke.
fail Petrik Foundries sued Orla Denk over the smoke
ok   Orla Denk sued Petrik Foundries over the smoke
ok   Petrik Foundries was sued by Orla Denk over the smoke
= Mira Solt succeeded Jonas Brae as head of the theatre.
fail Jonas Brae succeeded Mira Solt as head of the theatre
ok   Mira Solt succeeded Jonas Brae as head of the theatre
= Mira Solt met Jonas Brae at the theatre.
ok   Jonas Brae met Mira Solt at the theatre
ok   Mira Solt met Jonas Brae at the theatre
= The ban on nets was lifted by the regional court.
fail The ban on nets was imposed by the regional court
ok   The ban on nets was lifted by the regional court
= Relations between the two ports have worsened.
fail Relations between the two ports have improved
ok   Relations between the two ports have worsened
= The army released the four sailors on Thursday.
fail The army detained the four sailors on Thursday
ok   The army released the four sailors on Thursday
ok   The army frees the four sailors on Thursday
= The law allows hunters to shoot wolves.
fail The law bans hunters from shooting wolves
ok   The law allows hunters to shoot wolves
ok   The law permits hunters to shoot wolves
= The water level in the canal is below the quay.
fail The water level in the canal is above the quay
ok   The water level in the canal is below the quay
= Wages lag behind prices; the gap has narrowed since June.
fail The gap has widened since June
ok   The gap has narrowed since June
ok   The gap narrowed
`

func TestDirection(t *testing.T) {
	if n := checkTold(t, "direction", "en", directionTable); n < 80 {
		t.Errorf("%d cases", n)
	}
}

func TestDirectionMendsTheClaim(t *testing.T) {
	for _, c := range []struct{ says, claim, found, expected string }{
		{"Exports of slate rose by 12 percent in March.", "Exports of slate fell by 12 percent in March", "fell", "rose"},
		{"Exports of slate rose by 12 percent in March.", "Slate exports fall by 12 percent in March", "fall", "rise"},
		{"The council approved the quarry on Tuesday.", "Council rejects the quarry on Tuesday", "rejects", "approves"},
		{"It was the largest harvest of hops since 1970.", "SMALLEST harvest of hops since 1970", "SMALLEST", "LARGEST"},
		{"The bridge was repaired after the flood of 1998.", "The bridge was repaired before the flood of 1998", "before", "after"},
		{"Karsholm won the rowing final on Lake Ilmen.", "Losing the rowing final on Lake Ilmen", "Losing", "Winning"},
	} {
		found := false
		for _, f := range findingsOf(t, c.says, c.claim) {
			if f.Rule == "direction" && f.Verdict == Fail {
				found = true
				if f.Found != c.found || f.Expected != c.expected {
					t.Errorf("%q: %q should be %q, not %q", c.claim, f.Found, c.expected, f.Expected)
				}
			}
		}
		if !found {
			t.Errorf("%q passes", c.claim)
		}
	}
}

func TestDirectionOfOtherLanguages(t *testing.T) {
	for code, table := range map[string]string{
		"de": `
= Die Mieten in Telvik stiegen im März um 12 Prozent.
fail Die Mieten in Telvik sanken im März um 12 Prozent
ok   Die Mieten in Telvik stiegen im März um 12 Prozent
= Die Brücke wurde nach der Flut von 1998 erneuert.
fail Die Brücke wurde vor der Flut von 1998 erneuert
ok   Die Brücke wurde nach der Flut von 1998 erneuert
ok   Nach der Flut von 1998 wurde die Brücke erneuert`,
		"es": `
= Los alquileres de Telvik subieron un 12 por ciento en marzo.
fail Los alquileres de Telvik bajaron un 12 por ciento en marzo
ok   Los alquileres de Telvik subieron un 12 por ciento en marzo
= El consejo aprobó la cantera el martes.
fail El consejo rechazó la cantera el martes
ok   El consejo aprobó la cantera el martes
ok   El consejo aprueba la cantera`,
		"fr": `
= Les loyers de Telvik ont augmenté de 12 pour cent en mars.
fail Les loyers de Telvik ont baissé de 12 pour cent en mars
ok   Les loyers de Telvik ont augmenté de 12 pour cent en mars
= Le conseil a approuvé la carrière mardi.
fail Le conseil a rejeté la carrière mardi
ok   Le conseil a approuvé la carrière mardi
ok   Le conseil approuve la carrière`,
		"it": `
= Gli affitti di Telvik sono aumentati del 12 per cento a marzo: un aumento record.
fail Un calo record degli affitti di Telvik
ok   Un aumento record degli affitti di Telvik
= Il consiglio ha approvato la cava martedì.
fail Il consiglio ha respinto la cava martedì
ok   Il consiglio ha approvato la cava martedì
ok   Consiglio approva la cava`,
		"pt": `
= O conselho aprovou a pedreira na terça-feira.
fail O conselho rejeitou a pedreira na terça-feira
ok   O conselho aprovou a pedreira na terça-feira
= Os aluguéis em Telvik subiram em março.
ok   Os aluguéis em Telvik subiram em março
fail Os aluguéis em Telvik caíram em março
ok   O conselho aprova a pedreira`,
		"ru": `
= Аренда в Тельвике выросла на 12 процентов в марте.
fail Аренда в Тельвике упала на 12 процентов в марте
ok   Аренда в Тельвике выросла на 12 процентов в марте
= Совет одобрил карьер во вторник.
fail Совет отклонил карьер во вторник
ok   Совет одобрил карьер во вторник
ok   Совет одобрил карьер`,
		"tr": `
= Telvik kentinde kiralar mart ayında yüzde 12 arttı.
fail Telvik kentinde kiralar mart ayında yüzde 12 azaldı
ok   Telvik kentinde kiralar mart ayında yüzde 12 arttı
= Takım finali pazar günü kazandı.
fail Takım finali pazar günü kaybetti
ok   Takım finali pazar günü kazandı
ok   Takım finali kazandı`,
		"kk": `
= Телвикте жалдау бағасы наурызда өсті.
fail Телвикте жалдау бағасы наурызда төмендеді
ok   Телвикте жалдау бағасы наурызда өсті
= Команда финалда жеңді.
fail Команда финалда жеңілді
ok   Команда финалда жеңді
ok   Команда жеңді`,
		"ar": `
= ارتفع إيجار المنازل في تلفيك في مارس.
fail انخفض إيجار المنازل في تلفيك في مارس
ok   ارتفع إيجار المنازل في تلفيك في مارس
= وافق المجلس على المحجر يوم الثلاثاء.
fail رفض المجلس على المحجر يوم الثلاثاء
ok   وافق المجلس على المحجر يوم الثلاثاء
ok   وافق المجلس على المحجر`,
		"zh": `
= 特尔维克三月份房租上升百分之十二。
fail 特尔维克三月份房租下降百分之十二
ok   特尔维克三月份房租上升百分之十二
= 议会周二批准了采石场。
fail 议会周二否决了采石场
ok   议会周二批准了采石场
ok   议会批准了采石场`,
	} {
		if n := checkTold(t, "direction", code, table); n < 5 {
			t.Errorf("%s: %d cases", code, n)
		}
	}
}
