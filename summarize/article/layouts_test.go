package article

import (
	"strings"
	"testing"
)

// told are the paragraphs of the story in the layouts: "{1}" stands for the first.
var told = []string{
	"The reservoir above Tarnbeck lost a third of its water overnight after a valve failed, the utility said on Thursday.",
	"Nobody was hurt, but 1,400 homes in the lower town had no water until noon, and two schools sent their pupils home.",
	"“We heard it go just after three,” said Oda Ferreira, who keeps the lock house below the dam. “Then the siren went.”",
	"The valve was last inspected in 2019. A report that the council had asked for, and never published, called it worn.",
	"Engineers expect to refill the reservoir in nine days if the rain holds, according to the utility's chief, Pim Aldous.",
	"The council meets on Monday to decide whether the old valves, eleven in all, are to be replaced before the winter.",
}

func tell(page string) string {
	for i, p := range told {
		page = strings.ReplaceAll(page, "{"+string(rune('1'+i))+"}", p)
	}
	return page
}

// TestLayouts: what is kept and what goes in the layouts of common systems.
func TestLayouts(t *testing.T) {
	for _, c := range layouts {
		t.Run(c.name, func(t *testing.T) {
			a := read(t, "<!doctype html><html><head><title>Valve failure empties a third of the reservoir</title>"+c.head+"</head>"+tell(c.page)+"</html>", Options{Format: HTML})
			checkInvariants(t, a)
			for _, want := range append(c.keep, told[c.from:]...) {
				if !strings.Contains(a.Text, want) {
					t.Errorf("%q left the text", want)
				}
			}
			for _, gone := range c.drop {
				if strings.Contains(a.Text, gone) {
					t.Errorf("%q stayed", gone)
				}
			}
			if t.Failed() {
				t.Logf("text %s\nomitted %+v", a.Text, a.Omitted)
			}
		})
	}
}

var layouts = []struct {
	name, head, page string
	keep, drop       []string
	from             int // number of told paragraphs that the layout does not have
}{
	{
		name: "blog with share bar and related posts",
		page: `<body class="post-template single single-post"><div id="page"><main id="main"><article class="post type-post hentry category-water author-oda">
<header class="entry-header"><h1 class="entry-title">Valve failure empties a third of the reservoir</h1><div class="entry-meta"><span class="posted-on">5 March 2026</span> <span class="byline">by Oda Brill</span></div></header>
<div class="entry-content"><p>{1}</p><figure class="wp-block-image"><img src="a.jpg" alt=""><figcaption>The dam on Thursday morning.</figcaption></figure><p>{2}</p>
<div class="wp-caption alignright"><img src="b.jpg"><p class="wp-caption-text">Sandbags at the lower lock, filled by hand.</p></div>
<p>{3}</p><p>{4}</p><p>{5}</p><p>{6}</p>
<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Share this:</h3><ul><li><a href="?fb">Facebook</a></li><li><a href="?x">X</a></li></ul></div>
<div id="jp-relatedposts" class="jp-relatedposts"><h3 class="jp-relatedposts-headline"><em>Related</em></h3><p>The mill race runs dry again, say the owners.</p></div></div>
<footer class="entry-footer"><span class="tags-links">Tagged <a href="/t/dam">dam</a>, <a href="/t/water">water</a></span></footer>
<div class="author-bio"><h4>Oda Brill</h4><p>Oda covers the upper valley. She keeps bees and two goats.</p></div></article>
<div id="comments" class="comments-area"><h2>3 thoughts on the valve</h2><ol class="comment-list"><li><p>I told them so in 2019, and nobody at the utility ever answered my letters.</p></li></ol><div id="respond" class="comment-respond"><h3>Leave a reply</h3><p>Your address will not be shown to anybody.</p></div></div></main>
<aside id="secondary" class="widget-area"><h2>Recent posts</h2><ul><li><a href="/1">Goat fair opens</a></li></ul></aside></div></body>`,
		drop: []string{"The dam on Thursday morning", "Sandbags", "Share this", "mill race", "Tagged", "keeps bees", "I told them so", "Leave a reply", "Goat fair"},
	},
	{
		name: "page for phones",
		page: `<body><amp-sidebar id="s" layout="nodisplay"><ul><li><a href="/">Home</a></li></ul></amp-sidebar><amp-consent id="c"><div>We and our partners store data on your phone. <button>Agree</button></div></amp-consent>
<article><h1>Valve failure empties a third of the reservoir</h1><p>{1}</p><p>{2}</p><amp-ad type="x"><div>Buy a boat today.</div></amp-ad><p>{3}</p><p>{4}</p>
<amp-img src="x.jpg" alt="Water runs over the lower sluice at dawn"></amp-img><div class="i-text">Water runs over the lower sluice at dawn</div><p>{5}</p><p>{6}</p><amp-social-share type="email"></amp-social-share></article></body>`,
		drop: []string{"partners", "Buy a boat", "lower sluice at dawn"},
	},
	{
		name: "components with test names",
		page: `<body><div id="fusion-app"><section data-testid="header-block"><nav><a href="/">News</a> <a href="/w">Weather</a></nav></section>
<h1 data-testid="headline">Valve failure empties a third of the reservoir</h1>
<article class="b-article-body"><p class="c-paragraph">{1}</p><p class="c-paragraph">{2}</p><div data-testid="newsletter-signup"><h3>The Valley Note</h3><p>All that moves between the two dams, in your inbox at seven.</p><form><input type="email"></form></div>
<p class="c-paragraph">{3}</p><div class="c-more-from"><h4>More from this section</h4><a href="/a">Lock keeper retires</a><a href="/b">New ferry for the lake</a></div><p class="c-paragraph">{4}</p><p class="c-paragraph">{5}</p><p class="c-paragraph">{6}</p></article></div></body>`,
		drop: []string{"Valley Note", "All that moves", "Lock keeper retires", "New ferry"},
	},
	{
		name: "blocks of data components",
		page: `<body><main id="main-content"><article><header><h1>Valve failure empties a third of the reservoir</h1></header>
<div data-component="text-block"><p><b>{1}</b></p></div><div data-component="image-block"><figure><img alt="x"><figcaption><span class="visually-hidden">Image caption, </span>A drained bank below Tarnbeck</figcaption></figure></div>
<div data-component="text-block"><p>{2}</p><p>{3}</p></div><div data-component="links-block"><p>More on this story</p><ul><li><a href="/n/1">Why dams have eleven valves</a></li><li><a href="/n/2">How the valley gets its water</a></li></ul></div>
<div data-component="text-block"><p>{4}</p><p>{5}</p></div><div data-component="text-block"><p>{6}</p></div><section data-component="tag-list"><h2>Related topics</h2><ul><li><a href="/t">Water</a></li><li><a href="/u">Tarnbeck</a></li></ul></section></article></main></body>`,
		drop: []string{"Image caption", "drained bank", "eleven valves\n", "How the valley", "Related topics"},
	},
	{
		name: "asides and pull quotes",
		page: `<body><article><h1>Valve failure empties a third of the reservoir</h1><div class="article-body"><p>{1}</p><p>{2}</p><aside class="element-pullquote"><blockquote>We heard it go just after three</blockquote></aside><p>{3}</p><aside class="element-rich-link"><a href="/r">Read more: who checks the checkers</a></aside><p>{4}</p>
<figure class="element-image"><img src="d.jpg" alt="d"><figcaption class="caption">A lock keeper at work. Photograph: Jun Marek/Valley Post</figcaption></figure><p>{5}</p><p>{6}</p></div><div class="submeta"><span>Topics</span><ul><li><a href="/w">Water</a></li><li><a href="/d">Dams</a></li></ul></div></article></body>`,
		keep: []string{"“We heard it go just after three,” said"},
		drop: []string{"We heard it go just after three\n", "who checks", "Jun Marek", "Topics"},
	},
	{
		name: "tables and breaks",
		page: `<body bgcolor="#ffffff"><table width="760"><tr><td width="140" bgcolor="#003366"><a href="/">Home</a><br><a href="/n">News</a><br><a href="/s">Sport</a></td><td><font size="5"><b>Valve failure empties a third of the reservoir</b></font><br><br>{1}<br><br>{2}<br><br>{3}<br><br>{4}<br><br>{5}<br><br>{6}<br><br></td></tr></table><font size="1">Copyright 2005 The Valley Post</font></body>`,
		drop: []string{"Sport", "Copyright"},
	},
	{
		name: "text in plain elements",
		page: `<body><div class="top"><a href="/">Post</a></div><div class="story"><h1>Valve failure empties a third of the reservoir</h1><div>{1}</div><div>{2}</div><div>{3}</div><div>{4}</div><div>{5}</div><div>{6}</div></div></body>`,
	},
	{
		name: "opening set apart",
		page: `<body><main><article><h1>Valve failure empties a third of the reservoir</h1><div class="intro-zone"><div><p>{1}</p></div><div class="img"><img src="q.jpg"></div></div><div class="flow"><div class="text"><p>{2}</p><p>{3}</p><p>{4}</p><p>{5}</p><p>{6}</p></div></div></article></main></body>`,
	},
	{
		name: "posts of others in the text",
		page: `<body><article><h1>Valve failure empties a third of the reservoir</h1><p>{1}</p><p>{2}</p><blockquote class="twitter-tweet"><p lang="en">The siren at Tarnbeck has not stopped for an hour, please stay off the quay road.</p>— Tarnbeck Fire (@tarnfire) <a href="https://social.example/1">March 5, 2026</a></blockquote><p>{3}</p><p>{4}</p><p>{5}</p><p>{6}</p></article></body>`,
		keep: []string{"please stay off the quay road"},
	},
	{
		name: "cut off by a paywall",
		page: `<body><article><h1>Valve failure empties a third of the reservoir</h1><div class="body"><p>{1}</p><p>{2}</p><p>{3}</p><p>{4}</p><p>{5}</p><p>{6}</p></div><div class="paywall-barrier"><h2>Keep reading for 1 euro</h2><p>This article is for subscribers. Already a subscriber? Log in.</p></div></article></body>`,
		drop: []string{"Already a subscriber"},
	},
	{
		name: "one of several pages",
		page: `<body><article><h1>Valve failure empties a third of the reservoir</h1><p>{1}</p><p>{2}</p><p>{3}</p><p>{4}</p><p>{5}</p><p>{6}</p><nav class="pagination"><span>Page 1 of 3</span> <a href="?p=2">2</a> <a href="?p=3">3</a> <a href="?p=2">Next page</a></nav></article></body>`,
		drop: []string{"Page 1 of 3", "Next page"},
	},
	{
		name: "gallery with its text below",
		page: `<body><article><h1>Valve failure empties a third of the reservoir</h1><div class="slideshow"><div class="slide"><img src="1.jpg" alt="Mud where the boats lay on Wednesday"><div class="caption-full"><p>Mud where the boats lay on Wednesday</p></div></div><div class="slide"><img src="2.jpg" alt="x"><div class="caption-full"><p>Divers near the broken valve, late on Thursday.</p></div></div></div><p>{1}</p><p>{2}</p><p>{3}</p><p>{4}</p><p>{5}</p><p>{6}</p></article></body>`,
		drop: []string{"Mud where", "Divers near"},
	},
	{
		name: "film with what is said in it",
		page: `<body><main><h1>Valve failure empties a third of the reservoir</h1><div class="player"><video src="v.mp4"></video><noscript>Your browser cannot play films.</noscript></div><details><summary>Transcript</summary><p>{1}</p><p>{2}</p><p>{3}</p><p>{4}</p><p>{5}</p><p>{6}</p></details></main></body>`,
		drop: []string{"cannot play"},
	},
	{
		name: "questions and answers",
		page: `<body><article><h1>Valve failure empties a third of the reservoir</h1><p>{1}</p><p>{2}</p><p><strong>Could it have been seen?</strong></p><p>{4}</p><p><strong>Who pays for it?</strong></p><p>The utility does, and so do those who buy its water, from April on.</p><p>{3}</p><p>{5}</p><p>{6}</p></article></body>`,
		keep: []string{"Could it have been seen?", "Who pays for it?", "from April on."},
	},
	{
		name: "box with facts",
		page: `<body><article><h1>Valve failure empties a third of the reservoir</h1><p>{1}</p><p>{2}</p><div class="factbox"><h3>The dam in figures</h3><ul><li>Built between 1951 and 1958 by 900 workers.</li><li>It holds 41 million cubic metres when it is full.</li></ul></div><p>{3}</p><p>{4}</p><p>{5}</p><p>{6}</p></article></body>`,
	},
	{
		name: "numbered headings",
		page: `<body><article><h1>Valve failure empties a third of the reservoir</h1><p>{1}</p><h2>1. What broke</h2><p>{4}</p><h2>2. Who had no water</h2><p>{2}</p><p>{3}</p><h2>3. What comes next</h2><p>{5}</p><p>{6}</p></article></body>`,
		keep: []string{"What broke", "Who had no water", "What comes next"},
	},
	{
		name: "shadow tree",
		page: `<body><x-story><template shadowrootmode="open"><article><h1>Valve failure empties a third of the reservoir</h1><p>{1}</p><p>{2}</p><p>{3}</p><p>{4}</p><p>{5}</p><p>{6}</p></article></template></x-story></body>`,
	},
	{
		name: "structured data only",
		head: `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Valve failure","articleBody":"` + strings.ReplaceAll(strings.Join(told, "\n\n"), `"`, `\"`) + `"}</script>`,
		page: `<body><div id="root">Loading…</div></body>`,
	},
	{
		name: "structured data of another length",
		head: `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Valve failure","articleBody":"Another text that no reader of this page sees, and that goes on for a while so that it would count for something, about a flood that never was."}</script>`,
		page: `<body><article><h1>Valve failure empties a third of the reservoir</h1><p>{1}</p><p>{2}</p><p>{3}</p><p>{4}</p><p>{5}</p><p>{6}</p></article></body>`,
		drop: []string{"a flood that never was"},
	},
	{
		name: "script as template",
		page: `<body><div id="app"></div><script type="text/template"><div><p>{1}</p><p>{2}</p><p>{3}</p><p>{4}</p><p>{5}</p><p>{6}</p></div></script></body>`,
	},
	{
		name: "story for those without scripts",
		page: `<body><div id="app">Please wait.</div><noscript><div><p>{1}</p><p>{2}</p><p>{3}</p><p>{4}</p><p>{5}</p><p>{6}</p></div></noscript></body>`,
	},
	{
		name: "pictures for those without scripts",
		page: `<body><article><h1>Valve failure empties a third of the reservoir</h1><p>{1}</p><p>{2}</p><noscript><img src="l.jpg" alt="A lazy picture of the lake"></noscript><p>{3}</p><p>{4}</p><p>{5}</p><p>{6}</p></article></body>`,
		drop: []string{"lazy picture"},
	},
	{
		name: "wall of consent before the story",
		page: `<body><div role="dialog" aria-modal="true" class="cmp-root" id="onetrust-banner-sdk"><h2>We respect your choice</h2><p>We and 812 partners keep and read data on your device, such as unique numbers, to pick advertisements. You can change your mind at any time below.</p><p>Some partners do not ask for your consent and rely on an interest that they call legitimate.</p><button>Accept</button></div><article><h1>Valve failure empties a third of the reservoir</h1><p>{1}</p><p>{2}</p><p>{3}</p><p>{4}</p><p>{5}</p><p>{6}</p></article></body>`,
		drop: []string{"812 partners", "legitimate"},
	},
	{
		name: "comments in the same container",
		page: `<body><div class="content"><h1>Valve failure empties a third of the reservoir</h1><p>{1}</p><p>{2}</p><p>{3}</p><p>{4}</p><p>{5}</p><p>{6}</p><div class="CommentList_root__x3Y"><div class="Comment_item__q">My uncle built that dam, and he always said that the third valve was a bad one.</div><div class="Comment_item__q">Nine days without a bath, then. Thank you very much, dear utility.</div></div></div></body>`,
		drop: []string{"My uncle", "without a bath"},
	},
	{
		name: "most read in the text",
		page: `<body><article><h1>Valve failure empties a third of the reservoir</h1><p>{1}</p><p>{2}</p><div class="box box--most-read"><h3>Most read</h3><ol><li><a href="/1">Mayor sells her goat after eleven years</a></li><li><a href="/2">The last baker of the lower town closes</a></li><li><a href="/3">Train to the coast stops in May</a></li></ol></div><p>{3}</p><p>{4}</p><p>{5}</p><p>{6}</p></article></body>`,
		drop: []string{"Mayor sells", "last baker", "Train to the coast"},
	},
	{
		name: "cards without telling names",
		page: `<body><article><h1>Valve failure empties a third of the reservoir</h1><p>{1}</p><p>{2}</p><div class="zz9"><div class="zz4"><a href="/s/1"><img src="1.jpg"></a><h3>Sheep block the pass</h3><span>Drivers wait for two hours in the snow near the top.</span></div><div class="zz4"><a href="/s/2"><img src="2.jpg"></a><h3>Choir wins in Orrin</h3><span>It is the first prize since the war, its leader says.</span></div><div class="zz4"><a href="/s/3"><img src="3.jpg"></a><h3>Bridge toll ends</h3><span>From June on nobody pays to cross the lower river.</span></div></div><p>{3}</p><p>{4}</p><p>{5}</p><p>{6}</p></article></body>`,
		drop: []string{"Sheep block", "Choir wins", "nobody pays to cross"},
	},
	{
		name: "items of a list with pictures",
		page: `<body><article><h1>Valve failure empties a third of the reservoir</h1><p>{1}</p><div class="item"><h3>The upper town</h3><img src="1.jpg"><p>{2}</p></div><div class="item"><h3>The lock house</h3><img src="2.jpg"><p>{3}</p></div><div class="item"><h3>The valve</h3><img src="3.jpg"><p>{4}</p></div><p>{5}</p><p>{6}</p></article></body>`,
		keep: []string{"The lock house"},
	},
	{
		name: "form between paragraphs",
		page: `<body><article><h1>Valve failure empties a third of the reservoir</h1><p>{1}</p><p>{2}</p><form class="inline-form" action="/subscribe"><label>Sign up for our newsletter</label><input type="email" placeholder="you"><button>Join</button><small>By signing up you agree to our terms.</small></form><p>{3}</p><p>{4}</p><p>{5}</p><p>{6}</p></article></body>`,
		drop: []string{"Sign up for", "By signing up"},
	},
	{
		name: "links between paragraphs",
		page: `<body><article><h1>Valve failure empties a third of the reservoir</h1><p>{1}</p><p>{2}</p><p>On ValleyPost.example: <a href="/k">Why the lower town has only one main</a></p><p>{3}</p><p><strong>See also</strong>: <a href="/l">Eleven valves and one wrench</a></p><p>{4}</p><p>{5}</p><p>{6}</p></article></body>`,
		drop: []string{"only one main", "one wrench"},
	},
	{
		name: "correction at the end",
		page: `<body><article><h1>Valve failure empties a third of the reservoir</h1><p>{1}</p><p>{2}</p><p>{3}</p><p>{4}</p><p>{5}</p><p>{6}</p><div class="article-correction"><p>Correction: An earlier version of this article gave the wrong number of homes. It is 1,400, not 14,000.</p></div></article></body>`,
		keep: []string{"It is 1,400, not 14,000."},
	},
	{
		name: "lines below the story",
		page: `<body><article><h1>Valve failure empties a third of the reservoir</h1><p class="byline">By Ines Corvey</p><p>{1}</p><p>{2}</p><p>{3}</p><p>{4}</p><p>{5}</p><p>{6}</p><p>Jo Brandt contributed to this report.</p><p>Ines Corvey is a staff writer who covers water and power in the valley.</p><p>Follow her on Mastodon: @ines@valley.example</p><p>ines.corvey@valley.example</p></article></body>`,
		drop: []string{"contributed to", "staff writer", "Follow her", "ines.corvey"},
	},
	{
		name: "witnesses are asked to write",
		page: `<body><article><h1>Valve failure empties a third of the reservoir</h1><p>{1}</p><p>{2}</p><p>{3}</p><p>{4}</p><p>{5}</p><p>{6}</p><p>Anyone who saw the valve house on Wednesday night is asked to write to water@tarnbeck.example.</p></article></body>`,
		keep: []string{"Anyone who saw the valve house"},
	},
	{
		name: "story named as an advertisement",
		page: `<body><div class="sponsored-content newsletter-layout"><h1>Valve failure empties a third of the reservoir</h1><div class="newsletter-text"><p>{1}</p><p>{2}</p></div><div class="newsletter-text"><p>{3}</p><p>{4}</p></div><div class="newsletter-text"><p>{5}</p></div><div class="newsletter-text"><p>{6}</p></div></div></body>`,
	},
}

// TestLayoutsOfLanguages: pages in scripts of other kinds keep their story and
// lose what stands around it.
func TestLayoutsOfLanguages(t *testing.T) {
	for _, c := range []struct{ lang, paragraph, extra, gone string }{
		{"ja", "町の上にあるダムの弁が木曜日の夜に壊れ、水の三分の一が失われたと水道局は発表した。けが人はいないが、昼まで千四百戸で水が止まった。", `<div class="related-links"><ul><li><a href="/1">別の記事を読む</a></li></ul></div>`, "別の記事"},
		{"zh", "镇上的水库星期四夜里因阀门损坏失去了三分之一的水。没有人受伤，但是一千四百户人家到中午才恢复供水。市议会下星期一开会。", `<div class="share-box"><a href="/w">分享到微博</a></div>`, "微博"},
		{"ar", "فقد الخزان فوق البلدة ثلث مياهه ليلة الخميس بعد عطل في صمام قديم. ولم يصب أحد بأذى، لكن ألفا وأربعمئة منزل بقيت بلا ماء حتى الظهر.", `<div class="related-articles"><a href="/1">أخبار أخرى من البلدة</a></div>`, "أخبار أخرى"},
		{"hi", "कस्बे के ऊपर बने जलाशय का एक तिहाई पानी गुरुवार की रात वाल्व टूटने से बह गया। किसी को चोट नहीं आई, पर चौदह सौ घरों में दोपहर तक पानी नहीं था।", `<div class="newsletter-box"><p>हमारी चिट्ठी हर सुबह अपने घर पाएँ।</p></div>`, "चिट्ठी"},
	} {
		t.Run(c.lang, func(t *testing.T) {
			var page strings.Builder
			for range 5 {
				page.WriteString("<p>" + c.paragraph + "</p>")
			}
			numbered := strings.Replace(page.String(), "</p>", " 1</p>", 1)
			a := read(t, `<html lang="`+c.lang+`"><body><nav><a href="/">A</a></nav><article>`+numbered+c.extra+`</article></body></html>`, Options{Format: HTML})
			if !strings.Contains(a.Text, c.paragraph) || strings.Contains(a.Text, c.gone) || a.Lang != c.lang {
				t.Errorf("%s: %s\n%+v", a.Lang, a.Text, a.Omitted)
			}
		})
	}
}
