// Package desk is the page where a journalist drafts a summary, edits it and
// approves it.
//
//  1. New parses the templates, the texts of the interface and the static files,
//     which are all part of the program, and gives one handler.
//  2. A page asks the service for what it shows and is rendered by html/template:
//     the article, the claims, the sentences behind them and what was found about
//     them can be read without a script.
//  3. In the browser, ES modules make the page one to work on. What they need to
//     begin lies in the page as JSON; from then on they talk to the HTTP API under
//     /v1/ and to nothing else.
//  4. Static files lie under a path that holds the digest of them all, so that
//     they are kept for good and never out of step with the page.
//
// It does not draft, check or store: that is done behind the API. It takes
// nothing from other hosts, and no text of an article or of a model ever becomes
// markup.
package desk
