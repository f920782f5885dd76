package ground

import "testing"

const hedgeTable = `
= Dorval Quince, a clerk, allegedly took 40 crates of pears from the depot in Marlock.
fail Dorval Quince took 40 crates of pears from the depot in Marlock
ok   Dorval Quince allegedly took 40 crates of pears from the depot in Marlock
ok   Clerk Dorval Quince is accused of taking 40 crates of pears from the depot in Marlock
ok   Dorval Quince took 40 crates of pears from the depot in Marlock, police say
ok   Dorval Quince is suspected of taking 40 crates of pears from the depot
ok   Forty crates of pears were taken from the depot, allegedly by Dorval Quince
= Selma Varr is accused of stealing nine violins from the conservatory.
fail Selma Varr was convicted of stealing nine violins from the conservatory
fail Selma Varr was found guilty of stealing nine violins from the conservatory
fail Selma Varr stole nine violins from the conservatory
fail Selma Varr admitted stealing nine violins from the conservatory
ok   Selma Varr allegedly stole nine violins from the conservatory
ok   Selma Varr denies stealing nine violins from the conservatory
ok   Selma Varr is charged with stealing nine violins from the conservatory
ok   Selma Varr is on trial for stealing nine violins from the conservatory
= Two men were charged with smuggling parrots through the port of Ilmen.
fail Two men were convicted of smuggling parrots through the port of Ilmen
fail Two men smuggled parrots through the port of Ilmen
ok   Two men face charges of smuggling parrots through the port of Ilmen
ok   Two men were charged with smuggling parrots through the port of Ilmen
= The driver was arrested on suspicion of forging permits at the Holm bridge.
fail The driver was sentenced for forging permits at the Holm bridge
fail The driver was found guilty of forging permits at the Holm bridge
fail The driver forged permits at the Holm bridge
ok   The driver was arrested on suspicion of forging permits at the Holm bridge
ok   The driver allegedly forged permits at the Holm bridge
= Police are investigating the alleged leak of the harbour plans to a rival bidder.
fail Police are investigating the leak of the harbour plans to a rival bidder
ok   Police are investigating an alleged leak of the harbour plans to a rival bidder
ok   Police are investigating the alleged leak of the harbour plans
= The suspected arsonist fled the warehouse by a rear window.
fail The arsonist fled the warehouse by a rear window
ok   The suspected arsonist fled the warehouse by a rear window
ok   The alleged arsonist fled the warehouse by a rear window
= The choir reportedly rehearsed in secret at the old mill.
fail The choir rehearsed in secret at the old mill
ok   The choir reportedly rehearsed in secret at the old mill
ok   The choir is said to have rehearsed in secret at the old mill
ok   The choir rehearsed in secret at the old mill, according to reports
= The bridge at Oren may close for repairs in the autumn.
fail The bridge at Oren will close for repairs in the autumn
fail The bridge at Oren closes for repairs in the autumn
ok   The bridge at Oren may close for repairs in the autumn
ok   The bridge at Oren might close for repairs in the autumn
ok   The bridge at Oren could close for repairs in the autumn
ok   The bridge at Oren is likely to close for repairs in the autumn
= The storm could damage up to 300 greenhouses in the valley.
fail The storm will damage up to 300 greenhouses in the valley
fail The storm would damage up to 300 greenhouses in the valley
fail The storm damaged up to 300 greenhouses in the valley
ok   The storm might damage up to 300 greenhouses in the valley
ok   The storm threatens to damage up to 300 greenhouses in the valley
= A faulty valve might have caused the flood at the dairy.
fail A faulty valve caused the flood at the dairy
ok   A faulty valve may have caused the flood at the dairy
ok   A faulty valve could have caused the flood at the dairy
= The oldest oak in the park will probably survive the fungus.
fail The oldest oak in the park will survive the fungus
ok   The oldest oak in the park will probably survive the fungus
ok   The oldest oak in the park is likely to survive the fungus
= The council plans to sell the swimming baths to a hotel group.
fail The council will sell the swimming baths to a hotel group
fail The council sold the swimming baths to a hotel group
ok   The council plans to sell the swimming baths to a hotel group
ok   The council intends to sell the swimming baths to a hotel group
ok   The council is considering selling the swimming baths to a hotel group
= Exports of slate are expected to reach 900 tonnes in June.
fail Exports of slate reached 900 tonnes in June
fail Exports of slate will reach 900 tonnes in June
ok   Exports of slate are expected to reach 900 tonnes in June
ok   Exports of slate may reach 900 tonnes in June
= The new ferry is due to enter service on Monday.
ok   The new ferry will enter service on Monday
ok   The new ferry is set to enter service on Monday
ok   The new ferry is due to enter service on Monday
warn The new ferry entered service on Monday
= Fishermen called for compensation for the lost herring season.
fail Fishermen secured compensation for the lost herring season
fail Fishermen received compensation for the lost herring season
ok   Fishermen called for compensation for the lost herring season
ok   Fishermen demand compensation for the lost herring season
= The minister proposed a levy on plastic nets.
fail The minister introduced a levy on plastic nets
ok   The minister proposed a levy on plastic nets
ok   The minister wants a levy on plastic nets
= The museum wants to buy the painting from a dealer in Corvo.
fail The museum will buy the painting from a dealer in Corvo
fail The museum bought the painting from a dealer in Corvo
ok   The museum hopes to buy the painting from a dealer in Corvo
ok   The museum may buy the painting from a dealer in Corvo
= The tram line opened in May and carries 9,000 people a day.
ok   The tram line opened in May and carries 9,000 people a day
ok   Tram line carries 9,000 people a day
warn The tram line reportedly carries 9,000 people a day
warn The tram line may carry 9,000 people a day
warn The tram line allegedly carries 9,000 people a day
= Ada Brenn has pleaded not guilty to forging the will.
fail Ada Brenn has pleaded guilty to forging the will
ok   Ada Brenn has pleaded not guilty to forging the will
ok   Ada Brenn denies forging the will
= Teo Marsh was convicted of arson last year. He is accused of setting fire to a second barn.
ok   Teo Marsh was convicted of arson last year
ok   Teo Marsh is accused of setting fire to a second barn
fail Teo Marsh set fire to a second barn
= A goat may have eaten the ballots. The clerk later confirmed that a goat had eaten the ballots.
ok   A goat had eaten the ballots
ok   A goat ate the ballots
ok   A goat may have eaten the ballots
= Detectives held a man of 40 and a woman of 35 in Telvik. They were arrested on suspicion of the theft of six violins from the music school.
fail The man and the woman stole six violins from the music school
ok   The man and the woman are suspected of stealing six violins from the music school
= Four paintings were stolen from the Orley museum. Three men were arrested on suspicion of stealing the four paintings.
ok   Four paintings were stolen from the Orley museum
ok   Three men were held over four paintings from the Orley museum
`

func TestHedge(t *testing.T) {
	if n := checkTold(t, "hedge", "en", hedgeTable); n < 80 {
		t.Errorf("%d cases", n)
	}
}

func TestHedgeOfOtherLanguages(t *testing.T) {
	for code, table := range map[string]string{
		"de": `
= Die Stadt plant, das Freibad an der Lohe zu verkaufen.
fail Die Stadt wird das Freibad an der Lohe verkaufen
ok   Die Stadt plant, das Freibad an der Lohe zu verkaufen
= Der mutmaßliche Dieb floh durch ein Fenster der Mühle.
fail Der Dieb floh durch ein Fenster der Mühle
ok   Der mutmaßliche Dieb floh durch ein Fenster der Mühle
= Die Brücke könnte im Herbst gesperrt werden.
fail Die Brücke wird im Herbst gesperrt
ok   Die Brücke könnte im Herbst gesperrt werden
ok   Die Brücke wird im Herbst möglicherweise gesperrt`,
		"es": `
= El presunto ladrón huyó por una ventana del molino.
fail El ladrón huyó por una ventana del molino
ok   El presunto ladrón huyó por una ventana del molino
= El puente podría cerrar en otoño por obras.
fail El puente cerrará en otoño por obras
ok   El puente podría cerrar en otoño por obras
= El contable está acusado de robar nueve violines.
fail El contable fue condenado por robar nueve violines
ok   El contable está acusado de robar nueve violines`,
		"fr": `
= Le voleur présumé a fui par une fenêtre du moulin.
ok   Le voleur présumé a fui par une fenêtre du moulin
= Le pont pourrait fermer en automne pour travaux.
fail Le pont va fermer en automne pour travaux
ok   Le pont pourrait fermer en automne pour travaux
= La commune envisage de vendre la piscine municipale.
fail La commune a décidé de vendre la piscine municipale
ok   La commune envisage de vendre la piscine municipale`,
		"it": `
= Il ponte potrebbe chiudere in autunno per lavori.
fail Il ponte deve chiudere in autunno per lavori
ok   Il ponte potrebbe chiudere in autunno per lavori
= Il presunto ladro è fuggito da una finestra del mulino.
fail Il ladro è fuggito da una finestra del mulino
ok   Il presunto ladro è fuggito da una finestra del mulino
ok   Il ponte potrebbe chiudere`,
		"pt": `
= O suposto ladrão fugiu por uma janela do moinho.
fail O ladrão fugiu por uma janela do moinho
ok   O suposto ladrão fugiu por uma janela do moinho
= A ponte poderá fechar no outono para obras.
fail A ponte vai fechar no outono para obras
ok   A ponte poderá fechar no outono para obras
ok   A ponte poderá fechar`,
		"ru": `
= Мэрия планирует продать старый бассейн гостинице.
fail Мэрия решила продать старый бассейн гостинице
ok   Мэрия планирует продать старый бассейн гостинице
= Бухгалтер якобы украл девять скрипок из школы.
fail Бухгалтер украл девять скрипок из школы
ok   Бухгалтер якобы украл девять скрипок из школы
ok   Бухгалтер, предположительно, украл девять скрипок из школы`,
		"tr": `
= Belediye eski havuzu bir otele satmayı planlıyor.
fail Belediye eski havuzu bir otele satmayı kabul etti
ok   Belediye eski havuzu bir otele satmayı planlıyor
= Köprü sonbaharda onarım için kapanabilir.
fail Köprü sonbaharda onarım için kapanacak
ok   Köprü sonbaharda onarım için kapanabilir
ok   Belediye eski havuzu bir otele satmak istiyor`,
		"kk": `
= Әкімдік ескі бассейнді қонақүйге сатуды жоспарлап отыр.
fail Әкімдік ескі бассейнді қонақүйге сатуды аяқтады
ok   Әкімдік ескі бассейнді қонақүйге сатуды жоспарлап отыр
= Көпір күзде жөндеуге жабылуы мүмкін.
ok   Көпір күзде жөндеуге жабылуы мүмкін
fail Көпір күзде жөндеуге жабылуы керек
ok   Әкімдік ескі бассейнді сатпақ`,
		"ar": `
= ربما تغلق البلدية الجسر القديم في الخريف للصيانة.
fail تغلق البلدية الجسر القديم في الخريف للصيانة
ok   ربما تغلق البلدية الجسر القديم في الخريف للصيانة
= تعتزم البلدية بيع المسبح القديم لفندق.
fail قررت البلدية بيع المسبح القديم لفندق
ok   تعتزم البلدية بيع المسبح القديم لفندق
ok   تعتزم البلدية بيع المسبح`,
		"zh": `
= 市政府计划出售旧游泳馆给酒店。
fail 市政府出售旧游泳馆给酒店
ok   市政府计划出售旧游泳馆给酒店
= 大桥秋季可能关闭维修。
fail 大桥秋季关闭维修
ok   大桥秋季可能关闭维修
ok   大桥可能关闭`,
	} {
		if n := checkTold(t, "hedge", code, table); n < 5 {
			t.Errorf("%s: %d cases", code, n)
		}
	}
}
