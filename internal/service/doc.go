// Package service is the newsroom's work on summaries, without HTTP.
//
// The journey of a summary:
//
//  1. Draft reads the article, finds profile and engine, and refuses by policy and
//     budget what must not be sent. A Run begins.
//  2. Runs that ask for the same share a flight: one drafting, whose steps are told
//     to all of them as events. A result that was drafted before comes from the
//     cache. The most that drafting can cost is set aside before, and what it did
//     cost is booked after, whatever came of it.
//  3. Callers follow the events of a run, or wait for its end. When the last of
//     them leaves, the work is cancelled, unless another run shares it or Detach
//     made it a job: then it goes on, and another process takes it up when this
//     one dies.
//  4. The result becomes version 1 of the summary: article, version, audit, cache
//     and the end of the job in one write of the store.
//  5. People change it by Edit, Regenerate and Restore, and decide by Approve and
//     Reject. Each makes the next version, against the version that the caller
//     knows; none is ever changed. Preview says what would be found.
//  6. Another text of the article, by Revise or by Draft with the article's ID,
//     becomes its next revision and puts all its summaries on it in the same write:
//     claims whose sentences changed or are gone become stale, and no word of them
//     changes.
//  7. The texts of articles go after the days that are configured; versions and
//     audit stay.
//
// IDs begin with "sum_", "run_" (a job has the ID of its run) and "art_" (an
// article that came without an ID), and cannot be guessed. Those of one prefix sort
// by the time they were made.
//
// State is in the store, which other processes may share; memory holds only runs of
// this process and articles by their digests.
//
// The package does not know HTTP, tokens' scopes or how summaries are shown, and
// decides neither which engine drafts nor which endpoint may read an article.
package service
