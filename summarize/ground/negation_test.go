package ground

import "testing"

const negationTable = `
= The ferry Osmunda did not sail from Telvik on Sunday.
fail The ferry Osmunda sailed from Telvik on Sunday
ok   The ferry Osmunda did not sail from Telvik on Sunday
ok   The ferry Osmunda failed to sail from Telvik on Sunday
ok   The ferry Osmunda never sailed from Telvik on Sunday
ok   The ferry Osmunda was unable to sail from Telvik on Sunday
= The mayor visited the flooded school on Friday.
fail The mayor did not visit the flooded school on Friday
fail The mayor never visited the flooded school on Friday
fail The mayor refused to visit the flooded school on Friday
fail The mayor failed to visit the flooded school on Friday
ok   The mayor visited the flooded school on Friday
ok   Mayor visits flooded school
= Nobody was hurt when the crane fell on the quay.
ok   Nobody was hurt when the crane fell on the quay
ok   No one was hurt when the crane fell on the quay
ok   The crane fell on the quay
= The inquiry found no evidence of bribery at the port.
fail The inquiry found evidence of bribery at the port
ok   The inquiry found no evidence of bribery at the port
ok   The inquiry did not find evidence of bribery at the port
= The factory will not close before 2030, its owner said.
fail The factory will close before 2030, its owner said
ok   The factory will not close before 2030, its owner said
ok   The factory won't close before 2030, its owner said
= The union has accepted the offer of the tram company.
fail The union has not accepted the offer of the tram company
fail The union hasn't accepted the offer of the tram company
fail The union declined to accept the offer of the tram company
ok   The union has accepted the offer of the tram company
ok   The union accepts the offer of the tram company
= The harbour can no longer carry the loss of 86,000 crowns a year.
fail The harbour can carry the loss of 86,000 crowns a year
fail The harbour can still carry the loss of 86,000 crowns a year
ok   The harbour can no longer carry the loss of 86,000 crowns a year
ok   The harbour cannot carry the loss of 86,000 crowns a year
= Walkers may cross the moor without a permit.
fail Walkers may cross the moor with a permit
ok   Walkers may cross the moor without a permit
= The bill failed to pass the upper house by two votes.
fail The bill managed to pass the upper house by two votes
ok   The bill did not pass the upper house by two votes
ok   The bill failed to pass the upper house by two votes
= The company denied that it had hidden the cracks.
fail The company had hidden the cracks
ok   The company denied that it had hidden the cracks
ok   The company denies hiding the cracks
= The pilot was not only tired but also unwell.
ok   The pilot was tired and also unwell
ok   The pilot was not only tired but also unwell
= No fewer than 40 barns burned in the hills.
ok   At least 40 barns burned in the hills
ok   No fewer than 40 barns burned in the hills
= The trains did not stop at Orley, but the buses ran as usual.
fail The trains stopped at Orley
ok   The buses ran as usual
ok   The trains did not stop at Orley
fail The buses did not run as usual
= Ms. Tarn is not related to the accused.
fail Ms. Tarn is related to the accused
ok   Ms. Tarn is not related to the accused
ok   Ms. Tarn is unrelated to the accused
= The paint was not available in green.
fail The paint was available in green
ok   The paint was unavailable in green
ok   The paint was not available in green
= Brennholt became the first club to win the cup three times.
ok   No club had won the cup three times before
ok   Brennholt became the first club to win the cup three times
= The two counts were dropped and are not in dispute.
fail The two counts were not dropped
ok   The two counts were dropped
= The lake is safe for swimming, the ministry said.
fail The lake is not safe for swimming, the ministry said
ok   The lake is safe for swimming, the ministry said
= Rescuers have not yet reached the upper village.
fail Rescuers have reached the upper village
ok   Rescuers have not yet reached the upper village
ok   Rescuers have yet to reach the upper village
= The orchestra never played the symphony in Karsholm.
fail The orchestra played the symphony in Karsholm
ok   The orchestra never played the symphony in Karsholm
ok   The orchestra did not play the symphony in Karsholm
= The council cannot sell the park.
fail The council can sell the park
ok   The council can't sell the park
ok   The council cannot sell the park
= Neither driver was wearing a belt.
fail Both drivers were wearing a belt
ok   Neither driver was wearing a belt
= The court ruled out a retrial of the bakers.
fail The court did not rule out a retrial of the bakers
ok   The court ruled out a retrial of the bakers
= Inspectors stopped short of ordering the mill to shut.
ok   Inspectors did not order the mill to shut
ok   Inspectors stopped short of ordering the mill to shut
= The museum refused to return the bronze bell to Tarsk.
fail The museum agreed to return the bronze bell to Tarsk
ok   The museum refuses to return the bronze bell to Tarsk
ok   The museum will not return the bronze bell to Tarsk
= The clinic has treated 40 patients since May. It has not treated anyone from Orley.
ok   The clinic has treated 40 patients since May
ok   The clinic has not treated anyone from Orley
fail The clinic has not treated 40 patients since May
= The swimmers were told not to enter the water near the weir.
ok   Swimmers were told not to enter the water near the weir
fail Swimmers were told to enter the water near the weir
= Detectives arrested two drivers near the Orley depot over fake tickets. Neither has been charged.
fail Prosecutors have charged two drivers near the Orley depot over fake tickets
ok   Neither of the two drivers has been charged over fake tickets
= The lease of the Telvik mill ends in May, and no tenant has been found. A tenant has been found for the Orley mill.
ok   A tenant has been found for the Orley mill
= Ms. Tarn leads the Telvik choir. She denied reports that she had joined a party.
fail Ms. Tarn of the Telvik choir confirmed that she had joined a party
`

func TestNegation(t *testing.T) {
	if n := checkTold(t, "negation", "en", negationTable); n < 80 {
		t.Errorf("%d cases", n)
	}
}

func TestNegationOfOtherLanguages(t *testing.T) {
	for code, table := range map[string]string{
		"de": `
= Die Fähre ist am Sonntag nicht aus Telvik ausgelaufen.
fail Die Fähre ist am Sonntag aus Telvik ausgelaufen
ok   Die Fähre ist am Sonntag nicht aus Telvik ausgelaufen
= Die Bürgermeisterin besuchte am Freitag die überflutete Schule.
fail Die Bürgermeisterin besuchte am Freitag nicht die überflutete Schule
ok   Die Bürgermeisterin besuchte am Freitag die überflutete Schule
= Die Prüfer fanden keine Beweise für Bestechung im Hafen.
fail Die Prüfer fanden Beweise für Bestechung im Hafen
ok   Die Prüfer fanden keine Beweise für Bestechung im Hafen`,
		"es": `
= El transbordador no zarpó de Telvik el domingo.
fail El transbordador zarpó de Telvik el domingo
ok   El transbordador no zarpó de Telvik el domingo
= La alcaldesa visitó la escuela inundada el viernes.
fail La alcaldesa no visitó la escuela inundada el viernes
ok   La alcaldesa visitó la escuela inundada el viernes
= No solo visitó la escuela, también el puerto.
ok   Visitó la escuela y también el puerto`,
		"fr": `
= Le bac n'a pas quitté Telvik dimanche.
fail Le bac a quitté Telvik dimanche
ok   Le bac n'a pas quitté Telvik dimanche
= La maire a visité l'école inondée vendredi.
fail La maire n'a pas visité l'école inondée vendredi
ok   La maire a visité l'école inondée vendredi
= Les inspecteurs ne ferment pas le moulin.
fail Les inspecteurs ferment le moulin
ok   Les inspecteurs ne ferment pas le moulin`,
		"it": `
= Il traghetto non è partito da Telvik domenica.
fail Il traghetto è partito da Telvik domenica
ok   Il traghetto non è partito da Telvik domenica
= La sindaca ha visitato la scuola allagata venerdì.
fail La sindaca non ha visitato la scuola allagata venerdì
ok   La sindaca ha visitato la scuola allagata venerdì
ok   La sindaca ha visitato la scuola`,
		"pt": `
= A balsa não partiu de Telvik no domingo.
fail A balsa partiu de Telvik no domingo
ok   A balsa não partiu de Telvik no domingo
= A prefeita visitou a escola alagada na sexta-feira.
fail A prefeita não visitou a escola alagada na sexta-feira
ok   A prefeita visitou a escola alagada na sexta-feira
ok   A prefeita visitou a escola`,
		"ru": `
= Паром не вышел из Тельвика в воскресенье.
fail Паром вышел из Тельвика в воскресенье
ok   Паром не вышел из Тельвика в воскресенье
= Мэр посетила затопленную школу в пятницу.
fail Мэр не посетила затопленную школу в пятницу
ok   Мэр посетила затопленную школу в пятницу
= На складе сгорело не менее сорока ящиков.
ok   На складе сгорело сорок ящиков`,
		"tr": `
= Feribot pazar günü Telvik limanından ayrılmadı.
fail Feribot pazar günü Telvik limanından ayrıldı
ok   Feribot pazar günü Telvik limanından ayrılmadı
= Belediye başkanı sel basan okulu ziyaret etti.
fail Belediye başkanı sel basan okulu ziyaret etmedi
ok   Belediye başkanı sel basan okulu ziyaret etti
= Köprü güvenli değil.
fail Köprü güvenli
ok   Köprü güvenli değil`,
		"kk": `
= Паром жексенбіде Телвик портынан шықпады.
fail Паром жексенбіде Телвик портынан шықты
ok   Паром жексенбіде Телвик портынан шықпады
= Әкім су басқан мектепті аралады.
fail Әкім су басқан мектепті араламады
ok   Әкім су басқан мектепті аралады
= Көпір қауіпсіз емес.
fail Көпір қауіпсіз`,
		"ar": `
= لن تغادر العبارة ميناء تلفيك يوم الأحد.
fail تغادر العبارة ميناء تلفيك يوم الأحد
ok   لن تغادر العبارة ميناء تلفيك يوم الأحد
= الجسر القديم آمن للمشاة.
fail الجسر القديم ليس آمن للمشاة
ok   الجسر القديم آمن للمشاة
ok   الجسر آمن`,
		"zh": `
= 渡轮周日没有离开特尔维克港。
fail 渡轮周日离开特尔维克港
ok   渡轮周日没有离开特尔维克港
= 市长周五视察了被淹的学校。
fail 市长周五没有视察被淹的学校
ok   市长周五视察了被淹的学校
ok   市长视察了学校`,
	} {
		if n := checkTold(t, "negation", code, table); n < 5 {
			t.Errorf("%s: %d cases", code, n)
		}
	}
}
