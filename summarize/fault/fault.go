// Package fault holds the one error type that nutgraf shows to people.
//
// A fault has a stable code that programs can switch on, a message that a
// journalist understands (what is wrong, where, what to do), and the cause,
// wrapped. The code alone decides the exit code of the command line and the
// status of the HTTP API; see [Code.Kind].
package fault

import (
	"errors"
	"fmt"
)

// Code names one kind of failure. Codes are part of the public interface: they
// are never renamed.
type Code string

// The codes of bad input, configuration and usage.
const (
	EmptyInput        Code = "empty_input"        // no text at all
	InputTooLarge     Code = "input_too_large"    // over the size limit
	NotText           Code = "not_text"           // binary data
	UnsupportedFormat Code = "unsupported_format" // a known format that is not read: PDF, image, archive
	NotAnArticle      Code = "not_an_article"     // text, but nothing to summarise in it
	InputNotFound     Code = "input_not_found"    // no such file, or a page that is not there
	InputUnreadable   Code = "input_unreadable"   // the file or page could not be read
	BadUsage          Code = "bad_usage"          // flags or arguments
	BadConfig         Code = "bad_config"         // configuration, profile or prompt files
)

// The codes of the model and of the network between.
const (
	ModelUnreachable  Code = "model_unreachable"  // no connection
	ModelUnauthorized Code = "model_unauthorized" // key refused
	ModelNotFound     Code = "model_not_found"    // no such model or path
	ModelRejected     Code = "model_rejected"     // the endpoint calls the request wrong
	ModelRateLimited  Code = "model_rate_limited" // asked to slow down
	ModelQuota        Code = "model_quota"        // the account is out of credit
	ModelUnavailable  Code = "model_unavailable"  // 5xx
	ModelPaused       Code = "model_paused"       // the endpoint failed again and again, and is left alone
	ModelTimeout      Code = "model_timeout"      // deadline, first byte or idle
	ModelTruncated    Code = "model_truncated"    // the answer was cut off
	ModelEmpty        Code = "model_empty"        // no content in the answer
	ModelRefused      Code = "model_refused"      // the model declined
	ModelFiltered     Code = "model_filtered"     // a content filter stopped it
	ModelBadAnswer    Code = "model_bad_answer"   // not the form that was asked for
	ModelContext      Code = "model_context"      // the request is over the model's context
	ArticleTooLong    Code = "article_too_long"   // no plan can be made within the budget
	RunIncomplete     Code = "run_incomplete"     // samples of a measurement failed or are missing
	ReplayMiss        Code = "replay_miss"        // no answer was recorded for the request
	Interrupted       Code = "interrupted"        // cancelled by the user
	WriteFailed       Code = "write_failed"       // the output could not be written
	Internal          Code = "internal"           // a bug
)

// The codes of refusals.
const (
	OverBudget    Code = "over_budget"    // the estimate is over the money allowed, or no price is known
	PolicyRefused Code = "policy_refused" // a rule of the configuration, or an address that is not allowed
)

// The codes of the store.
const (
	StoreUnavailable Code = "store_unavailable" // gone, locked by another or not answering
	StoreFull        Code = "store_full"        // no room for writing; what is stored can be read
	StoreDamaged     Code = "store_damaged"     // not a database of nutgraf, or one that is broken
	StoreNewer       Code = "store_newer"       // a later nutgraf wrote it
)

// The codes of requests to the service.
const (
	NotFound             Code = "not_found"              // no such thing, or not in the caller's space
	VersionConflict      Code = "version_conflict"       // somebody was faster
	PreconditionRequired Code = "precondition_required"  // a change that does not name the version it is of
	Unresolved           Code = "unresolved_findings"    // an approval with failing findings that nobody accepted
	ClaimLocked          Code = "claim_locked"           // a change of a claim that is locked
	KeyReused            Code = "idempotency_key_reused" // the key was used for another request
	TextDeleted          Code = "text_deleted"           // the article's text is not kept any more
	BadRequest           Code = "bad_request"            // not readable as a request
	Invalid              Code = "invalid_request"        // readable, and a field of it is wrong
	MethodNotAllowed     Code = "method_not_allowed"     // the path has no such method
	UnsupportedMedia     Code = "unsupported_media_type" // a body of a form that is not read
	NotAcceptable        Code = "not_acceptable"         // an answer of a form that is not given
	Unauthorized         Code = "unauthorized"           // no token, or one that is not good
	Forbidden            Code = "forbidden"              // the token may not do that
	RateLimited          Code = "rate_limited"           // too many requests of the caller
	Busy                 Code = "busy"                   // too much is being worked on
	Draining             Code = "draining"               // the service is being stopped
)

// Kind groups codes by who can do something about them.
type Kind int

// The kinds. The zero value is KindInternal.
const (
	KindInternal Kind = iota
	KindInput         // the user's input, configuration or usage
	KindModel         // the model or the network
	KindPolicy        // refused by budget or policy
	KindInterrupted
	KindStore   // the store
	KindService // the service is busy or stopping
)

// Kind returns the group that the code belongs to.
func (c Code) Kind() Kind {
	switch c {
	case EmptyInput, InputTooLarge, NotText, UnsupportedFormat, NotAnArticle,
		InputNotFound, InputUnreadable, BadUsage, BadConfig:
		return KindInput
	case NotFound, VersionConflict, PreconditionRequired, Unresolved, ClaimLocked, KeyReused,
		TextDeleted, BadRequest, Invalid, MethodNotAllowed, UnsupportedMedia, NotAcceptable:
		return KindInput
	case OverBudget, PolicyRefused, Unauthorized, Forbidden:
		return KindPolicy
	case StoreUnavailable, StoreFull, StoreDamaged, StoreNewer:
		return KindStore
	case RateLimited, Busy, Draining:
		return KindService
	case Interrupted:
		return KindInterrupted
	case Internal, WriteFailed, "":
		return KindInternal
	default:
		return KindModel
	}
}

// Error is a failure with a code and a message for people. Message says what
// is wrong and what to do, holds no secret and no article text, and is a
// sentence without its full stop. Err, the cause, may be nil; it is for logs
// and for errors.Is, and is not part of the message.
type Error struct {
	Code      Code
	Message   string
	Retryable bool // the same call may succeed later
	Err       error
}

// Error returns the message.
func (e *Error) Error() string { return e.Message }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// New makes an error with no cause.
func New(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Wrap makes an error around a cause.
func Wrap(code Code, cause error, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...), Err: cause}
}

// CodeOf returns the code of the first Error in err's chain, Internal for
// other errors and "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}
