package summarize

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// draftOf drafts the ferry's summary with scripted answers, streamed in pieces
// or not, and returns what was told of it too.
func draftOf(t testing.TB, stream bool, piece int, answers ...string) (*Result, []ClaimResult, error) {
	t.Helper()
	m := scripted(t, answers...)
	m.piece = piece
	e := engineOf(t, m)
	e.Stream = stream
	var told []ClaimResult
	r, err := Summarize(context.Background(), ferry(), Options{
		Engine: e, Profile: fullProfile(t), Now: func() time.Time { return time.Unix(0, 0) },
		On: func(ev Event) {
			if ev.Claim != nil {
				told = append(told, *ev.Claim)
			}
		},
	})
	return r, told, err
}

// The drafts of which streaming must not change a letter.
var drafts = map[string][]string{
	"good":             {summaryJSON(ferryWhy, ferryClaims...)},
	"one is bad":       {summaryJSON(ferryWhy, with(1, said{Text: "No"})...), claimsJSON(said{ID: "t2", Text: ferryClaims[1].Text, Sentences: []int{3}})},
	"first is bad":     {summaryJSON(said{Text: "No"}, ferryClaims...), claimsJSON(said{ID: whyID, Text: ferryWhy.Text, Sentences: []int{6}})},
	"stays bad":        {summaryJSON(ferryWhy, with(0, said{Text: "Is it so?"})...), claimsJSON()},
	"twice the same":   {summaryJSON(ferryWhy, with(3, ferryClaims[0])...), claimsJSON()},
	"too many":         {summaryJSON(ferryWhy, append(slices.Clone(ferryClaims), ferryClaims...)...)},
	"too few":          {summaryJSON(ferryWhy, ferryClaims[0]), claimsJSON(said{ID: "t2", Text: ferryClaims[1].Text, Sentences: []int{3}})},
	"takeaways first":  {`{"takeaways":` + mustJSON(ferryClaims) + `,"why":` + mustJSON(ferryWhy) + `}`},
	"no why":           {`{"takeaways":` + mustJSON(ferryClaims) + `}`, claimsJSON()},
	"fence":            {"```json\n" + summaryJSON(ferryWhy, ferryClaims...) + "\n```"},
	"written twice":    {summaryJSON(ferryWhy, ferryClaims...) + "\n" + summaryJSON(ferryWhy, ferryClaims...)},
	"tidied":           {summaryJSON(ferryWhy, with(2, said{Text: "- " + ferryClaims[2].Text + ".", Sentences: []int{4}})...)},
	"bare strings":     {`{"why":` + mustJSON(ferryWhy) + `,"takeaways":` + mustJSON(saidTexts(ferryClaims)) + `}`, claimsJSON()},
	"something before": {`{"note":{"text":"x","sentences":[1]},"why":` + mustJSON(ferryWhy) + `,"takeaways":` + mustJSON(ferryClaims) + `}`},
}

func TestStreamingChangesNothing(t *testing.T) {
	t.Parallel()
	for name, answers := range drafts {
		t.Run(name, func(t *testing.T) { checkStreaming(t, answers) })
	}
}

// checkStreaming asserts that a streamed draft is the same as one that was not,
// however it is cut, and that what was told is what stays.
func checkStreaming(t *testing.T, answers []string) {
	t.Helper()
	want, _, err := draftOf(t, false, 0, answers...)
	if err != nil {
		t.Fatal(err)
	}
	for _, piece := range []int{0, 1, 7, 100} {
		got, told, err := draftOf(t, true, piece, answers...)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("in pieces of %d: %s", piece, diff)
		}
		stays := slices.Clone(got.Takeaways)
		if got.Why != nil {
			stays = append([]ClaimResult{*got.Why}, stays...)
		}
		if diff := cmp.Diff(textsAndIDs(stays), textsAndIDs(told)); diff != "" {
			t.Fatalf("in pieces of %d, told: %s", piece, diff)
		}
	}
}

func textsAndIDs(claims []ClaimResult) []string {
	out := []string{}
	for _, c := range claims {
		out = append(out, c.ID+" "+c.Text)
	}
	return out
}

func TestStreamingRandomDrafts(t *testing.T) {
	t.Parallel()
	pool := append(slices.Clone(ferryClaims),
		said{Text: "No", Sentences: []int{1}}, said{Text: ferryClaims[0].Text + "?", Sentences: []int{1}},
		said{Text: ferryClaims[1].Text}, said{Text: ferryClaims[2].Text, Sentences: []int{99}}, ferryWhy)
	rapid.Check(t, func(rt *rapid.T) {
		why := rapid.SampledFrom(append(pool, ferryWhy, ferryWhy)).Draw(rt, "why")
		takeaways := rapid.SliceOfN(rapid.SampledFrom(pool), 1, 8).Draw(rt, "takeaways")
		repaired := rapid.SliceOfN(rapid.SampledFrom(pool), 0, 5).Draw(rt, "repaired")
		for i := range repaired {
			repaired[i].ID = rapid.SampledFrom([]string{"why", "t1", "t2", "t3", "t4", "t5", "t9", ""}).Draw(rt, "id")
		}
		answers := []string{summaryJSON(why, takeaways...), claimsJSON(repaired...)}
		want, _, wantErr := draftOf(t, false, 0, answers...)
		got, told, err := draftOf(t, true, rapid.IntRange(1, 60).Draw(rt, "piece"), answers...)
		if (err == nil) != (wantErr == nil) {
			rt.Fatalf("errors %v and %v", wantErr, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatalf("%s", diff)
		}
		stays := slices.Clone(got.Takeaways)
		if got.Why != nil {
			stays = append([]ClaimResult{*got.Why}, stays...)
		}
		if diff := cmp.Diff(textsAndIDs(stays), textsAndIDs(told)); diff != "" {
			rt.Fatalf("told: %s", diff)
		}
	})
}

func TestStreamingMixedTakeaways(t *testing.T) {
	checkStreaming(t, []string{
		`{"why":` + mustJSON(ferryWhy) + `,"takeaways":["a bare string",` + mustJSON(ferryClaims[0]) + `,` + mustJSON(ferryClaims[1]) + `]}`,
		claimsJSON(said{ID: "t1", Text: ferryClaims[2].Text, Sentences: []int{4}}),
	})
}

// What a model writes after the object that is the answer is not part of it.
func TestStreamingStopsAfterTheAnswer(t *testing.T) {
	checkStreaming(t, []string{
		summaryJSON(ferryWhy, ferryClaims[:3]...) + "\nOther takeaways could be:\n" + `{"takeaways":` + mustJSON(ferryClaims[3:]) + `}`,
	})
}

// An answer that takes back what was told of is refused.
func TestStreamingKeyTwice(t *testing.T) {
	for _, answer := range []string{
		`{"why":` + mustJSON(ferryWhy) + `,"takeaways":` + mustJSON(ferryClaims[:3]) + `,"takeaways":` + mustJSON(ferryClaims[3:]) + `}`,
		`{"why":` + mustJSON(ferryWhy) + `,"takeaways":` + mustJSON(ferryClaims) + `,"why":` + mustJSON(ferryClaims[0]) + `}`,
	} {
		if _, told, err := draftOf(t, true, 9, answer); fault.CodeOf(err) != fault.ModelBadAnswer || len(told) == 0 {
			t.Errorf("error %v, %d told", err, len(told))
		}
	}
}

// A claim is told of while the model is still writing, and one that breaks a
// rule holds up those after it.
func TestClaimsAreToldOfEarly(t *testing.T) {
	bad := with(2, said{Text: "Is it the fuel?", Sentences: []int{4}})
	var told []string
	atOnce := map[int]int{} // claims told, by how many were written
	m := modelFunc(func(_ context.Context, req Request) (Response, error) {
		if req.Step == "repair" {
			return Response{Text: claimsJSON(said{ID: "t3", Text: ferryClaims[2].Text, Sentences: []int{4}})}, nil
		}
		text := ""
		write := func(piece string) { text += piece; req.OnText(piece) }
		write(`{"why":` + mustJSON(ferryWhy))
		atOnce[0] = len(told)
		write(`,"takeaways":[`)
		for i, c := range bad {
			if i > 0 {
				write(",")
			}
			write(mustJSON(c))
			atOnce[i+1] = len(told)
		}
		write("]}")
		return Response{Text: text}, nil
	})
	e := engineOf(t, m)
	e.Stream = true
	r, err := Summarize(t.Context(), ferry(), Options{Engine: e, Profile: fullProfile(t), On: func(ev Event) {
		if ev.Claim != nil {
			told = append(told, ev.Claim.Text)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	if want := map[int]int{0: 1, 1: 2, 2: 3, 3: 3, 4: 3, 5: 3}; !cmp.Equal(want, atOnce) {
		t.Errorf("told %v, want %v", atOnce, want)
	}
	if diff := cmp.Diff(append([]string{r.Why.Text}, textsOf(r)...), told); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(saidTexts(ferryClaims), textsOf(r)); diff != "" {
		t.Error(diff)
	}
}

// What was told of is not asked for again: a streamed answer that turns out to
// be broken is an error at once.
func TestBrokenStreamIsNotAskedForAgain(t *testing.T) {
	whole := summaryJSON(ferryWhy, ferryClaims...)
	r, told, err := draftOf(t, true, 10, whole[:len(whole)-40])
	if fault.CodeOf(err) != fault.ModelBadAnswer || len(told) == 0 || r.Provenance.Calls != 1 {
		t.Errorf("error %v, %d claims told, %d calls", err, len(told), r.Provenance.Calls)
	}
}

// A model that cannot stream gives its answer whole.
func TestStreamThatDoesNotStream(t *testing.T) {
	i := 0
	m := modelFunc(func(context.Context, Request) (Response, error) {
		i++
		return Response{Text: []string{"prose", summaryJSON(ferryWhy, ferryClaims...)}[i-1]}, nil
	})
	e := engineOf(t, m)
	e.Stream = true
	r, err := Summarize(t.Context(), ferry(), Options{Engine: e, Profile: fullProfile(t)})
	if err != nil || len(r.Takeaways) != 5 {
		t.Errorf("error %v", err)
	}
}
