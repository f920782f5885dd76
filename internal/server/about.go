package server

import (
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/nutgraf/nutgraf/internal/render"
	"github.com/nutgraf/nutgraf/internal/service"
)

// aboutSchemas says what the schemas of the document are. What their properties are
// is said by the doc tags of the types that they are made from.
var aboutSchemas = map[string]string{
	"Acceptance":            "A person let a finding stand. It covers findings of the same rule about the same words, for as long as there are any.",
	"AcceptedData":          "What is known of the work at its start: the data of the event accepted.",
	"AlternativesInputBody": "Asks for other texts for one claim.",
	"ApproveInputBody":      "What is noted with an approval.",
	"ArticleInput":          "An article as it is sent: exactly one of text, html, markdown and docx holds it, or url alone says where to get it.",
	"ArticleJSON":           "An article as it was read. Offsets count Unicode code points of text.",
	"ArticleRef":            "Says which text a summary is of.",
	"Change":                "One thing that a person does to a summary. op says what, and which of the other properties count.",
	"CheckJSON":             "What was found about a summary that anyone wrote.",
	"CheckRequest":          "Asks what of a summary is in an article.",
	"CheckedArticle":        "The text that sentence numbers and offsets are about.",
	"CheckedClaim":          "A statement of a summary with what was found about it.",
	"Choices":               "Other texts for one claim. Nothing of them is kept: put one in the place of the claim with the change use.",
	"ClaimResult":           "A statement about the article, with the sentences behind it and what was found.",
	"Coverage":              "How much of the article was read.",
	"DiffJSON":              "What became of the sentences of an article when it changed.",
	"Disclosure":            "What readers are to be told of how a summary was made.",
	"DraftOptions":          "Choices for one summary. What is left out is as it is configured.",
	"DraftRequest":          "Asks for a summary of an article.",
	"EditInputBody":         "Changes to a summary, which are all made as one new version, or none of them is.",
	"Entry":                 "A line of the audit, chained to the one before by its hash.",
	"Event":                 "An event: the names of its fields are those of its lines, and data is JSON.",
	"Evidence":              "A sentence of the article. Offsets count Unicode code points of its text as it was read (getting the article of the summary gives it).",
	"Failure":               "Why work failed.",
	"FallbackData":          "Another engine begins anew: the data of the event fallback.",
	"FallbackStep":          "One engine drafted in place of another, which was out of order.",
	"Finding":               "What one rule says of a claim.",
	"Job":                   "Work that nobody waits for, or that took longer than somebody waited.",
	"Labels":                "The headings of the two parts of a summary, in its language.",
	"Mistake":               "A part of a request that is wrong. What was sent is not repeated.",
	"Omission":              "A part of the input that was left out of the text of the article.",
	"PageEntry":             "A piece of the audit, the newest first.",
	"PageSummaryInfo":       "A piece of the list of summaries, those that changed last first.",
	"PageVersionInfo":       "A piece of the list of versions, the newest first.",
	"ParagraphJSON":         "A block of the text of an article.",
	"Preview":               "What is found about claims that are not stored yet.",
	"PreviewInputBody":      "Claims as they stand in an editor.",
	"Problem":               "An error, as of RFC 9457. Programs go by code, and people read detail.",
	"ProgressData":          "How far a step is: the data of the events plan, chunk and repair.",
	"Provenance":            "How a summary was made, and what that took. What does not apply or is not known is null.",
	"Reading":               "What the second reader was, and what it took.",
	"Reference":             "A summary that was published with an article.",
	"RegenerateInputBody":   "Says which claims to write anew.",
	"RejectInputBody":       "What is noted with a rejection.",
	"Repair":                "One step in putting a claim right that the article does not support.",
	"RestoreInputBody":      "Says which version to go back to.",
	"RevisedClaim":          "A statement of a summary, and what became of the sentences behind it.",
	"RevisedEvidence":       "A sentence behind a claim, in both versions of the article.",
	"RevisedSummary":        "A summary whose article changed.",
	"RevisionReport":        "What became of the summaries of an article that has a new revision.",
	"SectionJSON":           "An entry of a live blog.",
	"SentenceJSON":          "A sentence of an article.",
	"SentencePair":          "A sentence of the old version and the one that stands for it in the new version.",
	"Stale":                 "The sentences behind a claim are not what they were when it was written.",
	"Summary":               "A version of a summary of a news article, with everything that is known about it.",
	"SummaryInfo":           "What the list shows of a summary: its newest version, and where it stands.",
	"Unsaved":               "A claim as it stands in an editor.",
	"VersionInfo":           "What the list shows of a version.",
	"Warning":               "Something that a person should know before using a summary.",
}

// aboutEvent says what the events of a stream tell.
var aboutEvent = map[service.EventName]string{
	service.EventAccepted: "The request was taken. Comes first",
	service.EventPlan:     "In how many calls the article will be read",
	service.EventChunk:    "One more part of the article was read, or could not be",
	service.EventWhy:      "The why-this-matters paragraph, whole and checked. One that comes later takes its place",
	service.EventTakeaway: "A takeaway, whole and checked. One that comes later with the same id takes its place",
	service.EventRepair:   "Claims go back to the model; those that it writes again come as why and takeaway",
	service.EventFallback: "The engine is out of order and another one begins anew: forget the claims that came",
	service.EventUsage:    "What the work took",
	service.EventDone:     "The whole summary as it is stored: show this. Nothing comes after it",
	service.EventError:    "Why there is no summary. Nothing comes after it",
}

// describe says of every schema what it is, and of every parameter and header once.
func describe(doc *huma.OpenAPI) {
	registry := doc.Components.Schemas
	registry.SchemaFromRef(schemas + "RevisionReport").Properties["diff"].AnyOf = []*huma.Schema{
		registry.Schema(reflect.TypeFor[render.DiffJSON](), true, ""), {Extensions: map[string]any{"type": "null"}},
	}
	for name, schema := range registry.Map() {
		schema.Description = aboutSchemas[name]
	}
	for _, op := range operationsOf(doc) {
		if op.RequestBody != nil {
			op.RequestBody.Description = registry.SchemaFromRef(op.RequestBody.Content[jsonType].Schema.Ref).Description
		}
		for _, r := range op.Responses {
			for _, h := range r.Headers {
				sayOnce(h)
			}
		}
		for _, p := range op.Parameters {
			sayOnce(p)
		}
	}
}

// sayOnce leaves the description of a parameter or header with it, where huma has it
// in the schema, or in both.
func sayOnce(p *huma.Param) {
	if p.Schema == nil {
		return
	}
	if p.Description == "" {
		p.Description = p.Schema.Description
	}
	p.Schema.Description = ""
}
