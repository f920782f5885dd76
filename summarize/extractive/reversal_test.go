package extractive

import (
	"testing"

	"github.com/nutgraf/nutgraf/summarize/lang"
)

// What takes back or limits the main clause is not cut: there is no shorter form.
func TestShortenKeepsReversals(t *testing.T) {
	for _, test := range []struct{ code, text string }{
		{"en", "The council of Dunmore granted the quarry a licence in April by 9 votes to 6; a court struck the licence down in May."},
		{"en", "The mill dismissed 120 weavers at its sheds in Dunmore and Ashby, before taking all of them back a week later."},
		{"en", "The panel acquitted the treasurer, Orla Venn, of theft from the fund in 2019, finding her guilty of forgery instead."},
		{"en", "The assembly backed the dam on Tuesday by 61 votes to 52, falling short of the three-fifths that it needed."},
		{"en", "The regulator fined the ferry company £3 million for the leak in the harbour of Dunmore, which was cut to £2 on appeal."},
		{"en", "Profit at the brewery rose 30 percent to $90 million in the year to June, including a one-time gain of $70 million."},
		{"en", "The upper court of Tarnow struck down the tax on barges on Tuesday by four votes to three, leaving most of it in force."},
		{"en", "Dr. Lena Moor left the clinic of Dunmore in the summer of 2020 with a payment of £300,000, which she later returned."},
		{"en", "The clinic saw 97 percent of its patients within two hours in May (the figure leaves out those sent to other towns)."},
		{"en", "The clinic saw 97 percent of its patients within two hours in May - a figure that leaves out those sent elsewhere."},
		{"en", "The jail term of the former harbour master of Dunmore was set at six years on Friday, suspending all of the term."},
		{"en", "The strike at the docks of Dunmore ended on Monday evening after 30 days and resumed on Friday with more members."},
		{"en", "Police arrested the baker at his home in Dunmore on Monday evening and released him without a charge on Tuesday."},
		{"en", "The ministry banned the paint Verolin in all schools in the country, until a court lifted the ban in the autumn."},
		{"en", "The brewery's sales rose 7 percent to $184 million in the three months to June, excluding its pubs in Germany."},
		{"en", "The club won the cup for the third time in four years on Sunday, pending a ruling on the age of a player."},
		{"en", "About 4,000 people in the valley were without water on Monday night, down from 61,000 people at noon."},
		{"en", "The firm paid the fine of $4.3 million that the regulator had imposed in May, a sum that it got back in June."},
		{"en", "The committee cleared the minister of corruption over the sale of the docks, while finding that he had lied."},
		{"en", "The hospital dismissed Dr. Amin Sorel over the deaths of four patients in the spring, and a tribunal took her back."},
		{"de", "Der Stadtrat von Lindau-West stimmte am Montag mit 14 zu 11 Stimmen für den Bau der neuen Halle; im Juni hob er das auf."},
		{"de", "Das Gericht verurteilte den früheren Bürgermeister zu zwei Jahren Haft, nachdem er gestanden hatte, auf Bewährung."},
		{"fr", "Le conseil de Montbrel a approuvé le projet de halle en mars par 14 voix contre 11, avant de l’annuler en juin."},
		{"fr", "Le tribunal de Montbrel a condamné l’ancienne maire à cinq ans de prison pour corruption, dont quatre avec sursis."},
		{"es", "El pleno de Altamar aprobó en marzo la construcción del nuevo puerto por 14 votos a 11, acuerdo anulado en junio."},
		{"es", "El tribunal condenó al exalcalde de Altamar a cinco años de cárcel por cohecho, con la pena suspendida por su edad."},
		{"it", "Il tribunale di Valdora ha condannato l'ex sindaco a cinque anni di carcere per corruzione, con pena sospesa."},
		{"pt", "O tribunal de Valdora condenou o antigo prefeito a cinco anos de prisão por corrupção, com a pena suspensa."},
		{"ru", "Совет Ветрогорска одобрил строительство нового стадиона в марте 14 голосами против 11, после чего отменил решение."},
		{"ar", "وافق مجلس بلدة النخيلة على بناء الملعب الجديد في مارس بأغلبية 14 صوتا مقابل 11، بعد إلغاء القرار السابق"},
	} {
		for _, limit := range []int{91, 70, 50} {
			if got, ok := Shorten(test.text, limit, lang.For(test.code)); ok {
				t.Errorf("%d: %q\n of %q", limit, got, test.text)
			}
		}
	}
}
