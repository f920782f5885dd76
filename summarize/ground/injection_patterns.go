package ground

import (
	"regexp"
	"sync"
)

// leak is a kind of text that belongs in no claim.
type leak struct {
	code    string
	verdict Verdict
	message string   // %s is what was found
	hints   []string // one of them, in lower case, is in every text that find finds
	find    func() *regexp.Regexp
	digits  int  // how many of them every text has that find finds; hints are not needed then
	quoted  bool // may be reported, in quotation marks
	asName  bool // fine where the article has it as running text
}

// pattern compiles an expression when it is first needed: most never are, as no
// text has their hints, and they are long.
func pattern(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// leaks are looked for in this order; what one has found is not found again.
var leaks = []leak{
	{
		code: "address", verdict: Fail, message: "A web address belongs in no claim: %s", hints: []string{"://", "www."},
		find: pattern(`(?i)\b(?:https?|ftp|file)://[^\s<>"“”]+|\bwww\.[^\s<>"“”]+`),
	},
	{
		code: "contact", verdict: Fail, message: "An e-mail address belongs in no claim: %s", hints: []string{"@"},
		find: pattern(`[\pL\pN._%+-]+@[\pL\pN-]+(?:\.[\pL\pN-]+)+`),
	},
	{
		code: "contact", verdict: Fail, message: "An account name belongs in no claim: %s", hints: []string{"@"},
		find: pattern(`(?:^|[\s(“"‘'])@[A-Za-z_][A-Za-z0-9_.]{1,}`),
	},
	{
		code: "address", verdict: Fail, message: "A web address belongs in no claim: %s",
		hints:  []string{".com", ".org", ".net", ".io", ".gov", ".edu", ".info", ".biz", ".co.", ".ru", ".de", ".fr", ".xyz", ".app", ".dev", ".tv", ".kz", ".cn", ".tr", ".es", ".it", ".uk", ".ai", ".me", ".shop", ".online", ".site"},
		find:   pattern(`(?i)\b[\pL\pN](?:[\pL\pN-]*[\pL\pN])?(?:\.[\pL\pN-]+)*\.(?:com|org|net|io|gov|edu|info|biz|co\.[a-z]{2}|ru|de|fr|xyz|app|dev|tv|kz|cn|tr|es|it|uk|ai|me|shop|online|site)\b(?:/[^\s<>"“”]*)?`),
		asName: true,
	},
	{
		code: "contact", verdict: Fail, message: "A telephone number belongs in no claim: %s",
		digits: 4,
		find:   pattern(`(?:\+\d{1,3}[\s.-]?(?:\(\d{1,5}\)|\d{1,5})(?:[\s.-]?\d{2,5}){2,4}\b|\(\d{3,5}\)\s?\d{3,4}[\s.-]?\d{3,4}\b|\b(?:1[\s.-])?[2-9]\d{2}[.-]\d{3}[.-]\d{4}\b|\b0\d{2,4}[\s-]\d{3,4}[\s-]\d{3,4}\b|\b1?-?800-[\dA-Z]{3,4}-?[\dA-Z]{3,4}\b)`),
	},
	{
		code: "chat", verdict: Fail, message: "Marks of a chat with a machine belong in no claim: %s",
		hints: []string{"<|", "|>", "[inst]", "[/inst]", "<<sys>>", "###", "system:", "assistant:", "user:", "human:", "begin ", "end of ", "-----"},
		find:  pattern(`(?i)<\|[a-z_]{2,30}\|>|\[/?INST\]|<</?SYS>>|###\s*(?:instruction|system|response|human|assistant|input|output)\w*:?|(?:^|\n)\s*(?:system|assistant|user|human)\s*:|\b(?:BEGIN|END)(?: OF)? (?:ARTICLE|PROMPT|INSTRUCTIONS?|SYSTEM|TEXT|DOCUMENT|SUMMARY)\b|-{5,}\s*(?:BEGIN|END)[A-Z ]*-*`),
	},
	{
		code: "machine", verdict: Fail, message: "The machine speaks of itself: %s", quoted: true,
		hints: []string{"as an ai", "as a language", "as a large", "i'm an ai", "i am an ai", "i’m an ai", "i cannot", "i can't", "i can’t", "i'm sorry", "i’m sorry", "i am unable", "i'm unable", "training data", "knowledge cut", "como modelo", "como una ia", "en tant qu", "als ki", "als sprachmodell", "yapay zeka modeli", "yapay zekâ modeli", "как языковая", "как ии", "作为一个ai", "作为ai", "作为人工智能", "作为一个人工智能", "بصفتي"},
		find:  pattern(`(?i)\bas an? (?:AI|artificial intelligence|(?:large )?language model)\b[^,.;:]{0,30}, ?I\b|\bas an? (?:AI|large) language model\b|\bas a language model\b|\bI(?:['’]m| am) an (?:AI|artificial intelligence)\b|\bI (?:cannot|can['’]t|am unable to|(?:['’]m|am) not able to) (?:assist|help with|comply|summari[sz]e|fulfil|provide a summary|access)|\bI['’]m (?:sorry, but I|unable to (?:assist|help|summari[sz]e|access))|\bmy (?:training data|knowledge cut-?off)\b|\bcomo (?:modelo de lenguaje|una IA)\b|\ben tant qu['’](?:IA\b|intelligence artificielle|assistant)|\bals (?:KI-|Sprachmodell\b|KI\b)|yapay zek[aâ] modeli olarak|как (?:языковая модель|ИИ)|作为(?:一个)?(?:AI|人工智能|语言模型)|بصفتي (?:نموذج|ذكاء)`),
	},
	{
		code: "template", verdict: Fail, message: "A template was not filled in: %s",
		hints: []string{"{{", "}}", "{%", "<%", "${", "[insert", "[todo", "[name", "[date", "[place", "[your", "[tk", "[xx", "[title", "[number", "todo", "tbd", "fixme", "tktk", "lorem ipsum", "[object", "<insert", "<name>", "<title>", "<summary>"},
		find:  pattern(`\{\{[^}]*\}?\}?|\}\}|\{%[^%]*%?\}?|<%|\$\{[^}]*\}?|(?i:\[(?:insert|todo|name|date|place|placeholder|your|tk|xx+|title|number)\b[^\]]*\]?)|\b(?:TODO|TBD|FIXME|TKTK)\b|(?i:\blorem ipsum\b)|\[object Object\]|(?i:<(?:insert[^>]*|name|title|summary)>)`),
	},
	{
		code: "mark_up", verdict: Fail, message: "Mark-up or code belongs in no claim: %s",
		hints: []string{"<", "&amp", "&lt", "&gt", "&nbsp", "&quot", "&#", "**", "__", "`", "](", "![", "# ", "\\", "$$", "<?", "{\"", "=>", "();", "document.", "console.", "eval(", "javascript:", "select ", "drop table", "function"},
		find:  pattern("</?[A-Za-z][A-Za-z0-9]*(?:\\s[^<>]*)?/?>|<!--|-->|<\\?(?:php|xml)|&(?:amp|lt|gt|nbsp|quot|apos|#\\d{1,6}|#x[0-9a-fA-F]{1,6});|\\*\\*[^*]+\\*\\*|\\b__[^_]+__\\b|```|`[^`]+`|!?\\[[^\\]]+\\]\\([^)\\s]+\\)|(?:^|\\n)#{1,6}\\s|\\\\(?:textbf|textit|emph|frac|begin|end|cite|href|section|item)\\b|\\\\[nrt](?:[\\s\"]|$|[A-Z])|\\$\\$|\\{\"\\w+\"\\s*:|\\bfunction\\s*\\w*\\s*\\(|\\b(?:document|console|window)\\.[a-z]\\w*\\s*[(=.]|\\beval\\(|(?i:javascript:)|=>\\s*\\{|\\bSELECT\\b.{1,60}\\bFROM\\b|(?i:\\bdrop table\\b)"),
	},
	{
		code: "blob", verdict: Fail, message: "This is no text: %s",
		find: pattern(`[A-Za-z0-9+/_-]{40,}={0,2}|\b[0-9a-f]{32,}\b`),
	},
	{
		code: "leftover", verdict: Fail, message: "This belongs to the form in which the article was given, not to a claim: %s",
		hints: []string{"[", "(s", "(p", "(sentence", "<<<", ">>>", "article-", "title:", "byline:", "published:", "claim:", "output:", "answer:", "response:", "article:", "text:"},
		find:  pattern(`\[(?:S|s)?\d{1,4}(?:\s*[,;–-]\s*(?:S|s)?\d{1,4})*\]|\((?:S|s|[Ss]entences?|[Pp]aragraphs?|[Pp]ara)\.?\s?\d{1,4}[^)]{0,40}\)|<<<|>>>|\bARTICLE-[0-9a-f]{6}\b|^(?:Title|Byline|Published|Claim|Output|Answer|Response|Article|Text):\s`),
	},
	{
		code: "leftover", verdict: Fail, message: "A heading of the summary got into the claim: %s",
		hints: []string{"summary", "takeaway", "matters", "tl;dr", "nut graf", "bullet", "why", "resumen", "conclusiones", "résumé", "à retenir", "zusammenfassung", "özet", "neden önemli", "резюме", "главное", "түйін", "摘要", "要点", "总结", "ملخص", "خلاصة", "riassunto", "resumo"},
		find:  pattern(`(?i)^\W{0,3}(?:(?:in )?summary|key (?:takeaways?|points?|facts?)|(?:main )?takeaways?(?: \d{1,2})?|why (?:this|it) matters|tl;dr|nut graf|bullet (?:point )?\d{1,2}|resumen|conclusiones clave|résumé|à retenir|zusammenfassung|kernaussagen|özet|neden önemli|önemli noktalar|резюме|главное|түйін|摘要|要点|总结|ملخص|خلاصة|riassunto|resumo)\s*(?:[:：]|[—–-]\s)`),
	},
	{
		code: "preamble", verdict: Fail, message: "The answer speaks of itself and not of the news: %s", quoted: true,
		hints: []string{"here is", "here are", "here's", "here’s", "sure", "certainly", "of course", "absolutely", "okay", "below is", "below are", "i have summari", "i've summari", "i hope this", "let me know", "aquí", "voici", "hier ist", "hier sind", "işte", "вот ", "以下是", "إليك", "ecco", "aqui está", "claro", "конечно", "natürlich", "bien sûr", "当然", "tabii"},
		find:  pattern(`(?i)^\W{0,2}(?:sure|certainly|of course|absolutely|okay|ok|claro|конечно|natürlich|bien sûr|tabii(?: ki)?|当然)\s*[!！]|^\W{0,2}(?:sure|certainly|of course|okay|ok|claro|конечно|natürlich|bien sûr|tabii(?: ki)?|当然)\s*[,，.:]\s*(?:here|i |let|aquí|voici|hier|вот|işte|以下|这)|^\W{0,2}(?:here (?:is|are)|here['’]s|below (?:is|are))\s+(?:a|an|the|your|my|some|\d{1,2}|two|three|four|five|six)\b[^.:]{0,40}\b(?:summary|summaries|takeaways?|key points?|bullets?|bullet points?|overview|paragraph|draft|nut graf)\b|\bI(?: have|['’]ve) summari[sz]ed\b|\bI hope this (?:helps|summary)\b|\blet me know if you\b|^\W{0,2}(?:aquí (?:está|tiene|tienes|están)|voici|hier (?:ist|sind)|işte|вот|ecco|aqui está)\s[^.:]{0,40}(?:resumen|résumé|zusammenfassung|özet|резюме|краткое|пересказ|riassunto|resumo|puntos|points|punkte)|^以下是[^。：]{0,20}(?:摘要|总结|要点)|^إليك[^.:]{0,30}(?:ملخص|خلاصة)`),
	},
	{
		code: "call", verdict: Fail, message: "This tells the reader what to do, and not the news: %s", quoted: true,
		hints: []string{"click", "tap ", "subscribe", "sign up", "call now", "call us", "call today", "buy now", "order now", "download", "follow us", "share this", "read more", "learn more", "find out more", "visit our", "contact us", "donate now", "register now", "register here", "register today", "promo code", "limited time", "haga clic", "haz clic", "suscr", "cliquez", "abonnez", "klicken", "abonnieren", "tıkla", "abone ol", "нажмите", "подпишитесь", "подписывайтесь", "мұнда бас", "жазылыңыз", "点击", "订阅", "انقر", "اشترك", "clicca", "clique aqui", "iscriviti"},
		find:  pattern(`(?i)\bclick (?:here|the link|on the link|below)\b|^\W{0,2}(?:please )?(?:click|tap (?:here|the|on)|subscribe|sign up (?:now|here|today|for|to)|call (?:now|us|today)|buy now|order now|download (?:now|our|the app|it)|follow us|share this|read more|learn more|find out more|visit our|contact us|donate now|register (?:now|here|today))\b|[.!?]\s+(?:please )?(?:subscribe|sign up (?:now|here|today|for our)|call (?:now|us)|buy now|order now|follow us|share this|read more|learn more|visit our|contact us|donate now|register (?:now|here|today))\b|\bsubscribe (?:now|today|to our)\b|\bcall now\b|\bbuy now\b|\bfollow us on\b|\bpromo code\b|\blimited[- ]time offer\b|\b(?:haga|haz) clic\b|\bsuscr[íi]b(?:ase|ete)\b|\bcliquez (?:ici|sur)\b|\babonnez-vous\b|\bhier klicken\b|\bklicken sie\b|\bjetzt abonnieren\b|(?:buraya|linke) tıkla|\babone olun|нажмите (?:здесь|сюда|на ссылку)|подпи(?:шитесь|сывайтесь) на|мұнда басыңыз|жазылыңыз|点击(?:这里|此处|链接)|(?:立即|马上|请)订阅|انقر هنا|اشترك (?:الآن|في)|\bclicca qui\b|\bclique aqui\b|\biscriviti\b`),
	},
	{
		code: "about_article", verdict: Warn, message: "It speaks of the article and not of the news: %s", quoted: true,
		hints: []string{"article", "passage", "excerpt", "the text ", "sentence ", "artículo", "artikel", "haberde", "habere göre", "makale", "metne göre", "статье", "статья", "мақалада", "本文", "文章", "المقال", "articolo", "artigo"},
		find:  pattern(`(?i)\b(?:as|according to) (?:the|this) (?:article|passage|text|excerpt)\b|\b(?:the|this) (?:article|passage|excerpt|text)(?: above)? (?:says|states|mentions|notes|discusses|describes|reports|explains|highlights|covers|outlines|details)\b|\bsentences? \d{1,4}\b|\b(?:el|este) artículo (?:dice|explica|describe|señala|informa)|\bl['’]article (?:dit|explique|décrit|indique|évoque)|\b(?:der|dieser) artikel (?:beschreibt|berichtet|sagt|erklärt)|\bhabere göre\b|\bmakale(?:de|ye göre)|\bmetne göre\b|в (?:этой )?статье (?:говорится|рассказывается|сообщается)|мақалада (?:айтылған|жазылған)|(?:本文|文章)(?:指出|介绍|讲述|称|提到)|(?:يقول|يذكر|يتناول) المقال|\bl['’]articolo (?:dice|spiega|descrive)|\bo artigo (?:diz|explica|descreve)`),
	},
}
