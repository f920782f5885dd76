package desk_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/desk"
	"github.com/nutgraf/nutgraf/internal/fetch"
	"github.com/nutgraf/nutgraf/internal/provider"
	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/internal/server"
	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/service/servicetest"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// ferry is a story of 19 sentences, long enough for five takeaways.
const ferry = `Night ferry to close in March

Corvel Bay council voted on Tuesday to close the night ferry in March, ending a crossing that has run after dark for 61 years. The vote was 9 to 4 after three hours of debate.

The harbour union said that 38 deckhands could lose their jobs by summer. Lindqvist Lines, which runs the boat, blamed a 22% rise in fuel costs since May and said that the line lost $180 million over ten years.

Islanders would have to take the bridge road, which adds 50 minutes to a trip. The night ferry is the only public link to the island after ten in the evening. About 1,200 residents work late shifts on the mainland, most of them at the hospital and the cannery.

"We will be cut off from our own work," said Noor Haddad, a nurse who has taken the last boat home for nine years. She told the council that two of her colleagues were already looking for flats on the mainland.

The boat was built in 1987 in a yard that has since closed. It has a small café that sells pancakes, and a bench at the stern that regulars call the parliament.

Councillor Petra Olin, who voted against the plan, said that the figures had been shown to members only an hour before the debate. The council's finance office said that the papers were sent on Friday.

Buses will be tried for six weeks from April, with a departure every 40 minutes until one in the morning. The trial will cost $2.4 million, paid from the reserve for roads. Lindqvist Lines will keep its day service, and fares will rise by 5% in May.

A review of the decision is planned for October, Mayor Ilse Tarn said. "If the buses do not work, we will come back to this table," she said.`

// newsroom is the service as it is run, with a scripted model, behind a real
// server on one address.
type newsroom struct {
	t      *testing.T
	url    string
	addr   string
	dsn    string
	set    setup
	model  *scripted.Server
	client *provider.Client
	up     *running
}

// running is what a restart replaces.
type running struct {
	url     string
	store   *store.Store
	service *service.Service
	server  *server.Server
	http    *http.Server
	done    chan struct{}
}

// setup is what tests change.
type setup struct {
	script []scripted.Reply
	page   func(url string) string // of the web, "" where there is none; nil is an empty web
	server server.Options
	desk   desk.Options
	public func(*running, *setup) // sets up a login
	price  *summarize.Price       // of the model, nil is unknown
	now    func() time.Time       // of what is stored, nil is time.Now
	keep   bool                   // claims that fail stay as the model wrote them
}

func start(t *testing.T, change ...func(*setup)) *newsroom {
	t.Helper()
	n := &newsroom{t: t, dsn: storetest.File(t)}
	n.set.server.Open = true
	for _, c := range change {
		c(&n.set)
	}
	var err error
	if n.model, n.client, err = servicetest.Model(n.set.script...); err != nil {
		t.Fatal(err)
	}
	n.serve("127.0.0.1:0")
	t.Cleanup(func() {
		n.stop()
		n.client.Close()
		n.model.Close()
	})
	return n
}

// serve begins on an address.
func (n *newsroom) serve(addr string) {
	n.t.Helper()
	must := func(err error) {
		if err != nil {
			n.t.Fatal(err)
		}
	}
	l, err := net.Listen("tcp", addr)
	must(err)
	n.addr, n.url = l.Addr().String(), "http://"+l.Addr().String()
	up := &running{url: n.url, done: make(chan struct{})}
	up.store, err = store.Open(context.Background(), n.dsn, store.Options{})
	must(err)
	up.service, err = service.New(context.Background(), service.Options{
		Store: up.store, Profiles: n.set.profile, Engines: servicetest.Engines(n.client, n.set.price), Fetch: n.set.fetch, JobLease: 2 * time.Second, Now: n.set.now,
	})
	must(err)
	if n.set.public != nil {
		n.set.public(up, &n.set)
	}
	house, err := n.set.profile("")
	must(err)
	d := n.set.desk
	d.Service, d.Profiles, d.Model, d.Version = up.service, []*summarize.Profile{house}, "m at models.test", "1.2.3"
	s := n.set.server
	s.Service, s.Store = up.service, up.store
	s.Desk, err = desk.New(d)
	must(err)
	up.server, err = server.New(s)
	must(err)
	up.http = &http.Server{Handler: up.server.Handler()}
	go func() {
		defer close(up.done)
		_ = up.http.Serve(l)
	}()
	n.up = up
}

// stop ends the process's part at once, as a crash of the connection does.
func (n *newsroom) stop() {
	n.t.Helper()
	if n.up == nil {
		return
	}
	up := n.up
	n.up = nil
	_ = up.http.Close()
	<-up.done
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond) // what is under way is given back
	defer cancel()
	if err := errors.Join(up.service.Close(ctx), up.server.Close(ctx), up.store.Close()); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		n.t.Error(err)
	}
}

// restart begins again on the same address and the same database.
func (n *newsroom) restart() { n.t.Helper(); n.serve(n.addr) }

func (s *setup) fetch(_ context.Context, url string) (*fetch.Page, error) {
	text := ""
	if s.page != nil {
		text = s.page(url)
	}
	if text == "" {
		return nil, fault.New(fault.InputUnreadable, "the page could not be fetched")
	}
	return &fetch.Page{URL: url, Body: []byte(text), ContentType: "text/html; charset=utf-8"}, nil
}

// oneOf is a web of these pages, by address.
func oneOf(pages map[string]string) func(string) string {
	return func(url string) string { return pages[url] }
}

func (s *setup) profile(name string) (*summarize.Profile, error) {
	p, err := servicetest.Profile(name)
	if err == nil && s.keep {
		p.Grounding.Repairs, p.Grounding.Failing = 0, summarize.Keep
	}
	return p, err
}

// say is one claim of the model, and the sentences that it names.
type say struct {
	Text      string `json:"text"`
	Sentences []int  `json:"sentences"`
}

// drafts makes the model write these claims, the why paragraph first. Whatever
// else it is asked it answers as an honest model does.
func drafts(claims ...say) scripted.Reply {
	first, err := json.Marshal(map[string]any{"why": claims[0], "takeaways": claims[1:]})
	if err != nil {
		panic(err)
	}
	return scripted.Reply{Write: func(r scripted.Request) string {
		if strings.Contains(string(r.Schema), `"takeaways"`) {
			return string(first)
		}
		return scripted.Drafter{}.Answer(r)
	}}
}

// ferryDraft is a good draft of the ferry.
func ferryDraft() scripted.Reply {
	return drafts(
		say{"About 1,200 residents who work late shifts on the mainland lose the only public link to the island after ten in the evening, and the bridge road adds 50 minutes to a trip.", []int{5, 6, 7}},
		say{"Corvel Bay council votes 9 to 4 to close the night ferry in March", []int{1, 2}},
		say{"Harbour union says that 38 deckhands could lose their jobs by summer", []int{3}},
		say{"Lindqvist Lines blames a 22% rise in fuel costs since May", []int{4}},
		say{"Buses will be tried for six weeks from April, every 40 minutes", []int{14}},
		say{"Mayor Ilse Tarn says that a review of the decision is planned for October", []int{17}},
	)
}

// answer is what the API gave.
type answer struct {
	status int
	body   string
	header http.Header
}

// send asks the API as another program would.
func (n *newsroom) send(method, path, body string, headers ...string) answer {
	n.t.Helper()
	req, err := http.NewRequest(method, n.url+path, strings.NewReader(body))
	if err != nil {
		n.t.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Set(name, value)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		n.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		n.t.Fatal(err)
	}
	return answer{res.StatusCode, string(text), res.Header}
}

// stored is a summary as the API tells of it, as far as tests look.
type stored struct {
	ID      string
	Version int
	Status  string
	Actor   string
	Note    string
	Article struct {
		ID       string
		Revision int
	}
	Why       *storedClaim
	Takeaways []storedClaim
}

type storedClaim struct {
	ID, Text, Origin string
	Locked           bool
	Accepted         []struct{ Rule, Reason, By string }
	Stale            *struct{ Change string }
}

// summary reads a summary.
func (n *newsroom) summary(id string) stored {
	n.t.Helper()
	return n.send("GET", "/v1/summaries/"+id, "").summary(n.t)
}

func (a answer) summary(t *testing.T) stored {
	t.Helper()
	var s stored
	if err := json.Unmarshal([]byte(a.body), &s); err != nil || a.status >= 300 {
		t.Fatalf("%d %s", a.status, a.body)
	}
	return s
}

// draft makes a summary of a text by the API. More are further fields of the
// article and of the options, as JSON after a comma each.
func (n *newsroom) draft(text string, article, options string) stored {
	n.t.Helper()
	return n.send("POST", "/v1/summaries", `{"article":{"text":`+quoted(text)+article+`},"options":{"no_cache":true`+options+`}}`).summary(n.t)
}
