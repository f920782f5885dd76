package ground

import "testing"

// Claims in other words than the article's.
const paraphrasedNegations = `
= The orchard cooperative picked a new manager on Friday, and the growers welcomed her.
fail The growers' cooperative has not chosen a new manager
ok   The cooperative picked a new manager
= The council postponed the vote on the quarry until June.
ok   The council has not voted on the quarry yet
= The mayor of Telvik declined to comment on the quarry.
ok   The mayor of Telvik did not comment on the quarry
= The tannery on Mill Lane has stood empty since 2019.
ok   The tannery on Mill Lane has not been used since 2019
= The levy exempts farms of under ten hectares.
ok   The levy does not apply to farms of under ten hectares
= The old ferry survived the storm off Brae, its captain said.
ok   The ferry did not sink in the storm off Brae, its captain said
= Only members of the club may vote on the sale of the field.
ok   Those who are not members cannot vote on the sale of the field
= Talks between the port and the crane drivers remain open.
ok   Talks between the port and the crane drivers have not ended
= Divers found the anchor of the brig in 40 metres of water near Corvo.
fail Divers did not find the brig's anchor near Corvo
ok   Divers found the brig's anchor near Corvo
= How much grain the mice took is not known, because nobody weighed it.
fail How much grain the mice took is known, because nobody weighed it
= The harbour trust can no longer carry the cost of the lighthouse.
fail The harbour trust can still carry the cost of the lighthouse
= She did not come in from the yard, her aunt said.
fail She came in from the yard, her aunt said
= Skippers accuse the trust of running the market down. The trust denies it.
fail The trust confirms that it ran the market down
ok   The trust denies that it ran the market down
ok   Skippers accuse the trust of running the market down
= The clerk was accused of shredding the ledgers. His lawyer denied that.
fail The clerk's lawyer admitted that the ledgers were shredded
= The firm said on Monday that 40 jobs would go. It denied a report that the depot would close.
ok   The firm said that 40 jobs would go
= Eleven hikers were stranded on the ridge. Eight have since come down.
fail None of the hikers on the ridge has come down
= No plants will shut, the company promised, though shifts will be shorter.
ok   No factories will be shut, the company promised
`

func TestNegationInOtherWords(t *testing.T) {
	if n := checkTold(t, "negation", "en", paraphrasedNegations); n < 20 {
		t.Errorf("%d cases", n)
	}
}

const looseContraries = `
= Under the contract the mill gets its water through a sluice, for a fee of 40 crowns a year from 2029, rising to no more than 75 when the new weir is built.
fail The mill's water fee will fall to 75 crowns when the new weir is built
ok   The mill's water fee will rise to 75 crowns when the new weir is built
= That left the dairy a margin of 9 percent, against 11 percent in the spring of 2025, a drop of two points.
fail The dairy's margin climbs two points from the spring of 2025 to 9 percent
ok   The dairy's margin drops two points from the spring of 2025 to 9 percent
= His sum says that the change will cost the bakery 900 crowns a month.
fail The change will save the bakery 900 crowns a month
= Ridership rose in the spring. It fell by 3 percent in the autumn, the tram company said.
ok   Ridership rose in the spring
ok   Tram ridership fell by 3 percent in the autumn
`

func TestContrariesInOtherWords(t *testing.T) {
	if n := checkTold(t, "direction", "en", looseContraries); n < 7 {
		t.Errorf("%d cases", n)
	}
}

const rewordedHedges = `
= A worn cable may have been the cause, said the fire chief, who stressed that the search had only begun.
fail A worn cable caused the fire, the fire chief said
ok   A worn cable may have caused the fire, the fire chief said
= The anglers' club, which has 90 members, accused Veltrano of leaving dead fish out of its count.
fail Veltrano left dead fish out of its count
ok   The anglers' club says Veltrano left dead fish out of its count
= Deputies accused the ministry of leaning on the auditor.
fail The ministry leaned on the auditor
ok   Deputies say the ministry leaned on the auditor
= The hospital feared a shortage of blood after the crash.
fail The hospital had a shortage of blood after the crash
ok   The hospital fears a shortage of blood after the crash
= The board approved a plan to plant 300 elms along the canal.
ok   The board cleared a scheme of 300 elms along the canal
`

func TestHedgesInOtherWords(t *testing.T) {
	if n := checkTold(t, "hedge", "en", rewordedHedges); n < 8 {
		t.Errorf("%d cases", n)
	}
	checkTold(t, "hedge", "fr", `
= Le trésorier est accusé par une association d'avoir caché des factures.
fail Le trésorier a caché des factures
ok   Le trésorier est accusé d'avoir caché des factures
`)
}
