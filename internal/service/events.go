package service

import (
	"github.com/nutgraf/nutgraf/summarize"
)

// Event tells how the work on a run goes. Seq counts from 1, and
// goes on from a larger number when another process takes a job over.
type Event struct {
	Seq  int
	Name EventName
	Data any // what is sent as JSON; see the types below
}

// EventName names an event of the stream.
type EventName string

// The events of a stream. After EventDone or EventError comes nothing.
const (
	EventAccepted EventName = "accepted" // AcceptedData
	EventPlan     EventName = "plan"     // ProgressData
	EventChunk    EventName = "chunk"    // ProgressData
	EventWhy      EventName = "why"      // summarize.ClaimResult
	EventTakeaway EventName = "takeaway" // summarize.ClaimResult
	EventRepair   EventName = "repair"   // ProgressData
	EventFallback EventName = "fallback" // FallbackData
	EventUsage    EventName = "usage"    // summarize.Provenance
	EventDone     EventName = "done"     // *Summary
	EventError    EventName = "error"    // *Failure
)

// AcceptedData is what is known of a run at its start.
type AcceptedData struct {
	Job      string               `json:"job" doc:"ID of the run, which can be asked for as a job" example:"run_06fj3w8k2r5m9q1t7v0x4z6b8d"`
	Summary  string               `json:"summary" doc:"ID that the summary will have" example:"sum_06fj3w8k2r5m9q1t7v0x4z6b8d"`
	Engine   string               `json:"engine" enum:"model,extractive" doc:"What drafts: a language model, or the embedded engine"`
	Labels   summarize.Labels     `json:"labels" doc:"The headings of the two parts"`
	Article  summarize.ArticleRef `json:"article" doc:"The article as it was read"`
	Expected int                  `json:"expected" doc:"How many takeaways there will be at most" example:"5"`
}

// ProgressData counts the calls of a step.
type ProgressData struct {
	Done  int `json:"done" doc:"Calls of this step that are done"`
	Total int `json:"total" doc:"Calls of this step, done or not"`
}

// FallbackData says that another engine begins anew.
type FallbackData struct {
	Engine string `json:"engine" enum:"model,extractive" doc:"The engine that begins anew: forget the claims that came before"`
}
