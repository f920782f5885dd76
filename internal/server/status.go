package server

import (
	"net/http"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// answer is how a fault is told over HTTP.
type answer struct {
	status int
	title  string
	// says takes the place of the fault's message where that is for operators, not
	// for callers.
	says string
	// wait is after how many seconds another try makes sense, 0 when that is not
	// known. A code with a wait is retryable whatever the fault says.
	wait int
}

const (
	oursToMend = "Something went wrong in nutgraf; its operators find the cause in the log under the request id"
	misset     = "The service is not set up for this; its operators find the cause in the log under the request id"
)

// answers has a row for every code, which a test sees to. docs/api.md shows it.
var answers = map[fault.Code]answer{
	fault.EmptyInput:        {status: http.StatusUnprocessableEntity, title: "The article is empty"},
	fault.InputTooLarge:     {status: http.StatusRequestEntityTooLarge, title: "The article or the request is too large"},
	fault.NotText:           {status: http.StatusUnprocessableEntity, title: "The article is not text"},
	fault.UnsupportedFormat: {status: http.StatusUnprocessableEntity, title: "The article has a format that is not read"},
	fault.NotAnArticle:      {status: http.StatusUnprocessableEntity, title: "There is nothing to summarise"},
	fault.InputNotFound:     {status: http.StatusUnprocessableEntity, title: "There is no page at the address of the article"},
	fault.InputUnreadable:   {status: http.StatusUnprocessableEntity, title: "The article cannot be read"},
	fault.BadUsage:          {status: http.StatusUnprocessableEntity, title: "The request asks for what cannot be done"},
	fault.ArticleTooLong:    {status: http.StatusUnprocessableEntity, title: "The article is too long"},

	fault.ModelUnreachable:  {status: http.StatusBadGateway, title: "The model cannot be reached"},
	fault.ModelUnauthorized: {status: http.StatusBadGateway, title: "The model's endpoint refuses the service"},
	fault.ModelNotFound:     {status: http.StatusBadGateway, title: "There is no such model"},
	fault.ModelRejected:     {status: http.StatusBadGateway, title: "The model's endpoint rejects the request"},
	fault.ModelRateLimited:  {status: http.StatusServiceUnavailable, title: "The model's endpoint asks to slow down", wait: 30},
	fault.ModelQuota:        {status: http.StatusBadGateway, title: "The account at the model's endpoint is out of credit"},
	fault.ModelUnavailable:  {status: http.StatusBadGateway, title: "The model's endpoint has trouble"},
	fault.ModelPaused:       {status: http.StatusServiceUnavailable, title: "The model's endpoint is left alone for a while", wait: 30},
	fault.ModelTimeout:      {status: http.StatusBadGateway, title: "The model did not answer in time"},
	fault.ModelTruncated:    {status: http.StatusBadGateway, title: "The model's answer was cut off"},
	fault.ModelEmpty:        {status: http.StatusBadGateway, title: "The model's answer was empty"},
	fault.ModelRefused:      {status: http.StatusUnprocessableEntity, title: "The model declined"},
	fault.ModelFiltered:     {status: http.StatusUnprocessableEntity, title: "A content filter stopped the model"},
	fault.ModelBadAnswer:    {status: http.StatusBadGateway, title: "The model's answer has not the form asked for"},
	fault.ModelContext:      {status: http.StatusUnprocessableEntity, title: "The article is longer than the model can read"},

	fault.OverBudget:    {status: http.StatusPaymentRequired, title: "It may cost more than is allowed"},
	fault.PolicyRefused: {status: http.StatusForbidden, title: "A rule of the service forbids it"},
	fault.Interrupted:   {status: http.StatusConflict, title: "The work was cancelled"},

	fault.StoreUnavailable: {status: http.StatusServiceUnavailable, title: "The database does not answer", says: "The database does not answer at the moment; try again", wait: 5},
	fault.StoreFull:        {status: http.StatusServiceUnavailable, title: "There is no room for new work", says: "There is no room for new work at the moment; what is stored can be read. Try again later", wait: 60},
	fault.StoreDamaged:     {status: http.StatusInternalServerError, title: "The database is damaged", says: misset},
	fault.StoreNewer:       {status: http.StatusInternalServerError, title: "The database is of a later version", says: misset},

	fault.NotFound:             {status: http.StatusNotFound, title: "There is no such thing"},
	fault.VersionConflict:      {status: http.StatusPreconditionFailed, title: "Somebody changed it before"},
	fault.PreconditionRequired: {status: http.StatusPreconditionRequired, title: "The request does not say which version it changes"},
	fault.Unresolved:           {status: http.StatusConflict, title: "Findings are open"},
	fault.ClaimLocked:          {status: http.StatusConflict, title: "The claim is locked"},
	fault.KeyReused:            {status: http.StatusUnprocessableEntity, title: "The idempotency key was used for another request"},
	fault.TextDeleted:          {status: http.StatusGone, title: "The text of the article is not kept any more"},
	fault.BadRequest:           {status: http.StatusBadRequest, title: "The request cannot be read"},
	fault.Invalid:              {status: http.StatusUnprocessableEntity, title: "A part of the request is not as it must be"},
	fault.MethodNotAllowed:     {status: http.StatusMethodNotAllowed, title: "The path has no such method"},
	fault.UnsupportedMedia:     {status: http.StatusUnsupportedMediaType, title: "The body has a media type that is not read"},
	fault.NotAcceptable:        {status: http.StatusNotAcceptable, title: "The answer cannot be given in that form"},
	fault.Unauthorized:         {status: http.StatusUnauthorized, title: "A token is needed"},
	fault.Forbidden:            {status: http.StatusForbidden, title: "It is not allowed"},
	fault.RateLimited:          {status: http.StatusTooManyRequests, title: "Too many requests", wait: 1},
	fault.Busy:                 {status: http.StatusServiceUnavailable, title: "The service is busy", wait: 2},
	fault.Draining:             {status: http.StatusServiceUnavailable, title: "The service is being stopped", wait: 5},

	fault.BadConfig:     {status: http.StatusInternalServerError, title: "The service is set up wrong", says: misset},
	fault.RunIncomplete: {status: http.StatusInternalServerError, title: "The work is incomplete", says: oursToMend},
	fault.ReplayMiss:    {status: http.StatusInternalServerError, title: "No answer was recorded for the request", says: misset},
	fault.WriteFailed:   {status: http.StatusInternalServerError, title: "The result could not be written", says: oursToMend},
	fault.Internal:      {status: http.StatusInternalServerError, title: "Something went wrong in nutgraf", says: oursToMend},
}

// answerFor is the row of a code, and that of a bug for a code without.
func answerFor(code fault.Code) answer {
	if a, ok := answers[code]; ok {
		return a
	}
	return answers[fault.Internal]
}
