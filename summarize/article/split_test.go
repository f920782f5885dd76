package article

import (
	"strings"
	"testing"
)

func splitTexts(text, lang string) []string {
	var out []string
	for _, s := range Split(text, lang) {
		out = append(out, text[s.Start:s.End])
	}
	return out
}

// TestSplit holds one line of text for each case; ¶ stands between sentences.
func TestSplit(t *testing.T) {
	cases := []struct{ lang, want string }{
		{"en", `Roe v. Wade was overturned. ¶ U.S. Sen. Jane Roe said it cost $1.5 billion. ¶ J.K. Rowling did not attend.`},
		{"en", `She flew to St. Louis on Jan. 5. ¶ The No. 10 seed lost 3-2 at 7:30 p.m. Friday. ¶ Acme Inc. shares fell.`},
		{"en", `ANKARA (Reuters) — The lira fell 2.3% on Monday. ¶ “We will act,” Mr. Kaya said. ¶ “Why now?” asked Ms. Demir.`},
		{"en", `“We came. We saw,” he said. ¶ The bill passed. ¶ In 2020, 12 died. ¶ 12 more died in 2021.`},
		{"en", `The firm, Acme Co., said it would pay Smith Jr. $5 million. ¶ He lives in Washington, D.C. ¶ The court agreed.`},
		{"en", `He worked for Acme Corp. ¶ It closed in 2019. ¶ 40 people lost their jobs.`},
		{"en", `"Is it safe?" Smith asked. ¶ "No!" ¶ The mayor left at 9 a.m. ¶ Officials declined to comment.`},
		{"en", `Gov. Maria Lopez, R-Fla., signed it. ¶ Lt. Gov. Ali Khan did not. ¶ It is... complicated. ¶ Then… nothing.`},
		{"en", `The vote (see p. 12) was close. ¶ (It was 51-49.) ¶ Turnout rose.`},
		{"en", `The ex-Sgt. Major spoke to the U.N. Security Council. ¶ The U.N. said no.`},
		{"de", `Am 3. Oktober feiert Deutschland. ¶ Der Vertrag läuft bis zum 31. Dezember. ¶ Das Haus Nr. 5 kostet ca. 2,5 Mio. Euro.`},
		{"de", `Das sagte Dr. Meier z. B. am Montag. ¶ „Wir kommen. Wir bleiben“, sagte er. ¶ Im 19. Jahrhundert war es anders.`},
		{"tr", `Prof. Dr. Ayşe Yılmaz 3. kez seçildi. ¶ T.C. Merkez Bankası faizi artırdı. ¶ 2. Dünya Savaşı bitti.`},
		{"ru", `В 2024 г. компания заработала 5 млрд руб. ¶ Об этом заявил И. И. Иванов. ¶ Он живет на ул. Ленина, д. 5.`},
		{"kk", `2024 ж. қаңтарда А. Нұрланов келді. ¶ Ол т.б. мәселелерді айтты.`},
		{"es", `El Sr. Pérez llegó a EE. UU. el lunes. ¶ La Dra. Ruiz dijo que no. ¶ ¿Por qué? ¶ Nadie lo sabe.`},
		{"fr", `M. Dupont a parlé à Mme Martin. ¶ Le budget est de 3,5 millions. ¶ « C'est fini », a-t-il dit.`},
		{"ar", `قال د. أحمد علي إن الوضع صعب. ¶ هل تغير شيء؟ ¶ لا أحد يعرف.`},
		{"hi", `डॉ. सिंह ने कहा कि काम पूरा हुआ। ¶ यह बड़ी बात है।`},
		{"zh", `他说：“我们会来的。” ¶ 会议结束了！ ¶ 为什么？`},
		{"ja", `首相は「やります。必ずやります」と述べた。 ¶ 議会は閉会した。`},
		{"en", `He said it “hurt. Badly.” ¶ Then he left.`},
		{"en", `Sales at Yahoo! and eBay rose. ¶ iPhone sales fell.`},
		{"en", `The W.H.O. said so.[1] ¶ Nobody replied.`},
		{"en", `"Stop!" ¶ She ran.`},
		{"zh", `他说：“来吧。” ¶ “好。” ¶ 他走了。`},
		{"zh", `客流23万人次。 ¶ “看起来不长。”程某说。`},
		{"zh", `“来吧。”她说。 ¶ “好。” ¶ 他走了。`},
		{"ko", `회의가 끝났다. ¶ 다음 회의는 3월 5일에 열린다.`},
		{"und", `Qwe rty uiop. ¶ Asd fgh jkl.`},
	}
	for _, c := range cases {
		text := strings.ReplaceAll(c.want, " ¶ ", " ")
		if c.lang == "zh" || c.lang == "ja" {
			text = strings.ReplaceAll(c.want, " ¶ ", "")
		}
		if got := strings.Join(splitTexts(text, c.lang), " ¶ "); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.lang, got, c.want)
		}
	}
}
