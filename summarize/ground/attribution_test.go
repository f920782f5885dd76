package ground

import "testing"

const attributionTable = `
= The dredging harmed the mussel beds, campaigners said.
fail The dredging harmed the mussel beds
ok   The dredging harmed the mussel beds, campaigners say
ok   Campaigners say the dredging harmed the mussel beds
ok   Campaigners accuse the dredgers of harming the mussel beds
ok   Campaigners blame dredging for harm to mussel beds
= Orla Denk said the new stadium was a waste of money.
fail The new stadium was a waste of money
ok   Orla Denk said the new stadium was a waste of money
ok   Orla Denk calls the new stadium a waste of money
ok   The new stadium was a waste of money, says Orla Denk
ok   New stadium criticised as a waste of money
= According to critics, the tax punishes small bakeries.
fail The tax punishes small bakeries
ok   The tax punishes small bakeries, critics say
ok   Critics say the tax punishes small bakeries
= The lawyer argued that the contract was void.
fail The contract was void
ok   The contract was void, the lawyer argued
ok   The lawyer argues that the contract was void
ok   Lawyer claims the contract was void
= The road to Oren is closed, police said.
warn The road to Oren is closed
ok   The road to Oren is closed, police say
ok   Police say the road to Oren is closed
= The hospital said that 14 patients were moved to the annex.
warn Fourteen patients were moved to the annex; 14 patients were moved
ok   The hospital says 14 patients were moved to the annex
= According to the census, 900 people live on the island of Brae.
warn Some 900 people live on the island of Brae
ok   About 900 people live on the island of Brae, according to the census
= Neighbours claimed the factory dumped dye into the stream.
fail The factory dumped dye into the stream
ok   Neighbours claimed the factory dumped dye into the stream
ok   Factory accused of dumping dye into the stream
ok   The factory allegedly dumped dye into the stream
= The coach believes his team will reach the semi-final.
fail The team will reach the semi-final
ok   The coach believes his team will reach the semi-final
ok   The coach expects his team to reach the semi-final
= The tower is 90 metres high and was built in 1931.
ok   The tower is 90 metres high
ok   The tower was built in 1931
= The tower is 90 metres high. Its owner said the tower is 90 metres high.
ok   The tower is 90 metres high
= "The pumps failed at midnight," said Ivo Tarn, who runs the dock.
fail The pumps failed at midnight
ok   Ivo Tarn said the pumps failed at midnight
ok   The pumps failed at midnight, Ivo Tarn said
= Ivo Tarn, who runs the dock, said on Monday that the pumps had failed at midnight.
fail The pumps had failed at midnight
ok   The dock's Ivo Tarn says the pumps failed at midnight
= The opposition insists that the premier misled parliament about the mine.
fail The premier misled parliament about the mine
ok   The premier misled parliament about the mine, the opposition insists
ok   The opposition accuses the premier of misleading parliament about the mine
= Residents complained that the siren did not sound before the flood.
fail The siren did not sound before the flood
ok   Residents complain that the siren did not sound before the flood
ok   The siren did not sound before the flood, residents say
= The court heard that the clerk signed the orders at night.
ok   The court heard that the clerk signed the orders at night
= Analysts predicted that copper would cost 9,000 crowns a tonne.
fail Copper costs 9,000 crowns a tonne
ok   Analysts predicted copper would cost 9,000 crowns a tonne
ok   Copper is expected to cost 9,000 crowns a tonne
= Her brother said Nella Quist had sailed alone to the islands.
fail Nella Quist had sailed alone to the islands
ok   Nella Quist had sailed alone to the islands, her brother said
ok   Nella Quist sailed alone to the islands, says her brother
= The spokesman told reporters that the firm had paid every invoice.
fail The firm had paid every invoice
ok   The firm had paid every invoice, its spokesman said
ok   The firm says it paid every invoice
= The union alleges that the company hid the accident reports.
fail The company hid the accident reports
ok   The company hid the accident reports, the union alleges
ok   Union: company hid the accident reports, it claims
= Scientists say the glacier lost 4 metres of ice in a year.
warn The glacier lost 4 metres of ice in a year
ok   The glacier lost 4 metres of ice in a year, scientists say
ok   Scientists say the glacier lost 4 metres of ice in a year
= The inquiry's report said the owners were negligent in closing the dam.
fail The owners were negligent in closing the dam
ok   The owners were negligent in closing the dam, the report said
= The report said that the dam was inspected twice.
warn The dam was inspected twice
ok   The report says the dam was inspected twice
= His rival maintained that the votes were counted wrongly.
fail The votes were counted wrongly
ok   The votes were counted wrongly, his rival maintained
ok   A rival says the votes were counted wrongly
= The manager warned that the orchard would be lost to frost.
fail The orchard was lost to frost
ok   The orchard could be lost to frost, the manager warned
ok   Manager warns that the orchard would be lost to frost
= Ada Brook, the owner, thinks the hotel is haunted by a miller.
fail The hotel is haunted by a miller
ok   The owner thinks the hotel is haunted by a miller
ok   Hotel is haunted by a miller, thinks owner Ada Brook
= The ferry sank off Telvik, as the coast guard confirmed.
ok   The ferry sank off Telvik
= The plaintiff contends that the ladder was rotten.
fail The ladder was rotten
ok   The plaintiff contends that the ladder was rotten
ok   The ladder was rotten, the plaintiff contends
= The bishop asserted that the bell was cast in Corvo.
fail The bell was cast in Corvo
ok   The bishop asserted that the bell was cast in Corvo
ok   The bell was cast in Corvo, the bishop says
ok   The bishop says the bell was cast in Corvo
ok   Bishop reveals that the bell was cast in Corvo
`

func TestAttribution(t *testing.T) {
	if n := checkTold(t, "attribution", "en", attributionTable); n < 80 {
		t.Errorf("%d cases", n)
	}
}

// In other languages nothing tells the word of a side from one of record: a dropped
// attribution is a warning.
func TestAttributionOfOtherLanguages(t *testing.T) {
	for code, table := range map[string]string{
		"de": `
= Das neue Stadion sei Verschwendung, sagte Orla Denk.
warn Das neue Stadion ist Verschwendung
ok   Das neue Stadion sei Verschwendung, sagte Orla Denk
= Laut Polizei ist die Straße nach Oren gesperrt.
warn Die Straße nach Oren ist gesperrt
ok   Die Straße nach Oren ist laut Polizei gesperrt
ok   Laut Polizei ist die Straße gesperrt`,
		"es": `
= Orla Denk dijo que el estadio nuevo era un derroche.
warn El estadio nuevo era un derroche
ok   Orla Denk dijo que el estadio nuevo era un derroche
= Según la policía, la carretera de Oren está cerrada.
warn La carretera de Oren está cerrada
ok   La carretera de Oren está cerrada, según la policía
ok   Según la policía, la carretera está cerrada`,
		"fr": `
= Selon la police, la route de Oren reste fermée.
warn La route de Oren reste fermée
ok   La route de Oren reste fermée, selon la police
= Orla Denk a déclaré que le nouveau stade coûtait trop cher.
warn Le nouveau stade coûtait trop cher
ok   Orla Denk a déclaré que le nouveau stade coûtait trop cher
ok   Selon Orla Denk, le nouveau stade coûtait trop cher`,
		"it": `
= Secondo la polizia, la strada per Oren resta chiusa.
warn La strada per Oren resta chiusa
ok   La strada per Oren resta chiusa, secondo la polizia
ok   Secondo la polizia, la strada per Oren resta chiusa
= Orla Denk ha detto che lo stadio nuovo costava troppo.
warn Lo stadio nuovo costava troppo
ok   Orla Denk ha detto che lo stadio nuovo costava troppo`,
		"pt": `
= Segundo a polícia, a estrada para Oren está fechada.
warn A estrada para Oren está fechada
ok   A estrada para Oren está fechada, segundo a polícia
ok   Segundo a polícia, a estrada para Oren está fechada
= Orla Denk disse que o estádio novo custava demais.
warn O estádio novo custava demais
ok   Orla Denk disse que o estádio novo custava demais`,
		"ru": `
= Орла Денк заявила, что новый стадион стоил слишком дорого.
warn Новый стадион стоил слишком дорого
ok   Орла Денк заявила, что новый стадион стоил слишком дорого
= По словам полиции, дорога на Орен закрыта.
warn Дорога на Орен закрыта
ok   Дорога на Орен закрыта, по словам полиции
ok   По словам полиции, дорога на Орен закрыта`,
		"tr": `
= Polise göre Oren yolu kapalı.
ok   Polise göre Oren yolu kapalı
warn Oren yolu kapalı
= Orla Denk yeni stadın israf olduğunu söyledi.
ok   Orla Denk yeni stadın israf olduğunu söyledi
ok   Yeni stadın israf olduğunu söyledi
ok   Orla Denk stadı eleştirdi`,
		"kk": `
= Полицияның айтуынша, Орен жолы жабық.
warn Орен жолы жабық
ok   Полицияның айтуынша, Орен жолы жабық
ok   Орен жолы жабық, деді полиция
= Орла Денк жаңа стадион қымбат деді.
ok   Орла Денк жаңа стадион қымбат деді
ok   Жаңа стадион қымбат деді Орла Денк`,
		"ar": `
= الملعب الجديد مكلف جدا، قالت أورلا دنك.
warn الملعب الجديد مكلف جدا
ok   الملعب الجديد مكلف جدا، قالت أورلا دنك
= بحسب الشرطة، الطريق إلى أورين مغلق.
warn الطريق إلى أورين مغلق
ok   الطريق إلى أورين مغلق بحسب الشرطة
ok   بحسب الشرطة، الطريق مغلق`,
		"zh": `
= 警方表示，通往奥伦的道路已经封闭。
warn 通往奥伦的道路已经封闭
ok   警方表示，通往奥伦的道路已经封闭
= 居民认为新体育场浪费资金。
warn 新体育场浪费资金
ok   居民认为新体育场浪费资金
ok   居民称新体育场浪费资金`,
	} {
		if n := checkTold(t, "attribution", code, table); n < 5 {
			t.Errorf("%s: %d cases", code, n)
		}
	}
}
