package server

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

const (
	aboutEvents = "With Accept: text/event-stream the answer is a stream of events: accepted, plan, chunk, why, takeaway, repair, fallback and usage, " +
		"then exactly one done, with the summary, or error, with code, message and retryable. An event's id is RUN:SEQ; a comment comes when nothing else does. " +
		"A stream has no deadline: it says how the work goes, and who leaves it stops the work."
	aboutKey   = "Send an Idempotency-Key, and the same request can be sent again: it gets the same answer for 24 hours, and the work is done once."
	aboutMatch = "If-Match must name the version that the change is of, by its ETag: 428 without, 412 when somebody was faster."
)

// operations registers the routes of the API.
func (s *Server) operations() {
	s.drafting()
	s.reading()
	s.reviewing()
	s.working()
}

func (s *Server) drafting() {
	article := rule{scope: Summarize, body: s.o.MaxBody}
	draft := article
	draft.stream, draft.fails = true, []int{402, 409, 502}
	add(s, draft, huma.Operation{
		OperationID: "draft", Method: http.MethodPost, Path: "/v1/summaries", Tags: []string{"Drafting"}, Summary: "Draft a summary",
		Description: "Reads an article and drafts why it matters and its key takeaways, with the sentences behind every claim. " + aboutEvents + " " + aboutKey,
		Responses:   withEvents(map[string]*huma.Response{"201": created(), "202": accepted()}),
	}, s.draft)
	add(s, article, huma.Operation{
		OperationID: "check", Method: http.MethodPost, Path: "/v1/check", Tags: []string{"Drafting"}, Summary: "Check a summary that anyone wrote",
		Description: "Says what of a summary the article does not say, by the rules alone: no model is asked, and nothing is kept.",
		Responses:   says("What was found"),
	}, s.check)
	article.fails = []int{404, 412}
	add(s, article, huma.Operation{
		OperationID: "revise", Method: http.MethodPost, Path: "/v1/articles/{id}/revisions", Tags: []string{"Drafting"}, Summary: "Send the corrected article",
		Description: "Says which claims of the article's summaries lost their evidence. Copy that was approved stays as it is until a person replaces it. With dry_run=true nothing is kept: the answer is what it would be, and its article.revision and article.sha256, sent with the correction, keep anything else from being taken. " + aboutKey,
		Responses:   says("What became of the summaries of the article"),
	}, s.revise)
}

func (s *Server) reading() {
	read := rule{scope: Summarize}
	add(s, read, huma.Operation{
		OperationID: "list", Method: http.MethodGet, Path: "/v1/summaries", Tags: []string{"Reading"}, Summary: "List summaries",
		Description: "Lists the newest versions, those that changed last first.",
		Responses:   says("A piece of the list"),
	}, s.list)
	read.fails = []int{400, 404}
	add(s, read, huma.Operation{
		OperationID: "get", Method: http.MethodGet, Path: "/v1/summaries/{id}", Tags: []string{"Reading"}, Summary: "Get a summary",
		Description: "Gives the newest version or another one, with its ETag.",
		Responses: map[string]*huma.Response{"200": found(), "304": {
			Description: "The version is the one that If-None-Match names", Headers: map[string]*huma.Param{"ETag": textHeader("Names the version")},
		}},
	}, s.get)
	read.fails = []int{404}
	add(s, read, huma.Operation{
		OperationID: "versions", Method: http.MethodGet, Path: "/v1/summaries/{id}/versions", Tags: []string{"Reading"}, Summary: "List the versions of a summary",
		Description: "Tells who made them, when and how, the newest first.",
		Responses:   says("A piece of the list"),
	}, s.versions)
	read.fails = []int{404, 410}
	add(s, read, huma.Operation{
		OperationID: "article", Method: http.MethodGet, Path: "/v1/summaries/{id}/article", Tags: []string{"Reading"}, Summary: "Get the article of a summary",
		Description: "Gives the article as it was read: text, paragraphs, sentences with their numbers, and what was left out. 410 after its text was deleted.",
		Responses:   says("The article"),
	}, s.article)
}

func (s *Server) reviewing() {
	edit := rule{scope: Edit, body: smallBody, fails: []int{404, 409, 410, 412, 428}}
	review := edit
	review.scope = Review
	op := func(id, method, path, title, about string) huma.Operation {
		return huma.Operation{
			OperationID: id, Method: method, Path: "/v1/summaries/{id}" + path, Tags: []string{"Review"}, Summary: title, Description: about,
			Responses: says("The new version of the summary"),
		}
	}
	add(s, edit, op("edit", http.MethodPatch, "", "Change a summary", "Edits, adds, removes, locks and orders claims and lets findings stand: all of it or nothing, as one new version. To let findings stand (accept) needs the scope review as well. "+aboutMatch+" "+aboutKey), s.edit)
	add(s, review, op("approve", http.MethodPost, "/approve", "Approve a summary", "Needs every failing finding mended or let stand by name, and no stale claim. "+aboutMatch), s.approve)
	add(s, review, op("reject", http.MethodPost, "/reject", "Reject a summary", aboutMatch), s.reject)
	add(s, edit, op("restore", http.MethodPost, "/restore", "Go back to a version", "Makes a new version that is equal to an older one, checked against the article as it is now. "+aboutMatch), s.restore)
	model := edit
	model.fails = []int{402, 404, 409, 410, 412, 428, 502}
	model.stream = true
	regenerate := op("regenerate", http.MethodPost, "/regenerate", "Write claims anew", "Writes some claims anew, or all that are not locked, as a new version. "+aboutMatch+" "+aboutEvents+" "+aboutKey)
	regenerate.Responses = withEvents(map[string]*huma.Response{"200": made(found()), "202": accepted()})
	add(s, model, regenerate, s.regenerate)
	model.stream, model.fails = false, []int{402, 404, 409, 410, 502}
	alternatives := op("alternatives", http.MethodPost, "/alternatives", "Ask for other wordings", "Gives other texts for one claim, the best first. Nothing is kept.")
	alternatives.Responses = says("The alternatives, best first; there may be none")
	add(s, model, alternatives, s.alternatives)
	edit.fails = []int{404, 410}
	preview := op("preview", http.MethodPost, "/preview", "Check claims before they are saved", "Says what is found about claims as they stand in an editor. No model is asked, and nothing is kept.")
	preview.Responses = says("The claims with what is found about them")
	add(s, edit, preview, s.preview)
}

func (s *Server) working() {
	read := rule{scope: Summarize, fails: []int{404}}
	add(s, read, huma.Operation{
		OperationID: "job", Method: http.MethodGet, Path: "/v1/jobs/{id}", Tags: []string{"Jobs"}, Summary: "Ask how a job goes",
		Description: "A job is a draft that nobody waits for. It is never lost: another process takes it over when its own ends.",
		Responses:   says("The job"),
	}, s.job)
	add(s, read, huma.Operation{
		OperationID: "cancel", Method: http.MethodDelete, Path: "/v1/jobs/{id}", Tags: []string{"Jobs"}, Summary: "Cancel a job",
		Description: "Ends the work. A job that has ended stays as it is.",
		Responses:   says("The job as it is now: cancelled, or as it had ended before"),
	}, s.cancelJob)
	read.only = streamType
	add(s, read, huma.Operation{
		OperationID: "events", Method: http.MethodGet, Path: "/v1/jobs/{id}/events", Tags: []string{"Jobs"}, Summary: "Follow a job",
		Description: "Streams the events of a job from its beginning, or after Last-Event-ID. " + aboutEvents,
		Responses:   withEvents(map[string]*huma.Response{"204": {Description: "The job has ended, and its last event was seen"}}),
	}, s.events)
	add(s, rule{scope: Admin}, huma.Operation{
		OperationID: "audit", Method: http.MethodGet, Path: "/v1/audit", Tags: []string{"Audit"}, Summary: "Read the audit",
		Description: "Who did what, and when, the newest first. Each entry holds the hash of the one before.",
		Responses:   says("A piece of the audit"),
	}, s.audit)
}
