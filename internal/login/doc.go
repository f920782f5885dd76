// Package login knows who works in a browser.
//
//  1. A person shows an API token (Token), or is sent to the newsroom's OpenID
//     Connect provider (Begin) and comes back from it (Finish). What the person
//     may do follows from the token, or from the roles that the provider tells.
//  2. A session begins under a new random ID, whatever the browser had before. It
//     is kept in the store under the ID's hash; the browser has the ID in the
//     cookie __Host-nutgraf.
//  3. With each request Who finds the session and looks whether what it rests
//     on still holds: a token that was revoked, has run out or may something else
//     now ends it, and so does a provider that is not configured any more.
//  4. A session ends after hours without a request, after its lifetime in any case,
//     or by Leave.
//
// It keeps nobody's token or password, and shows no page: package desk does. Roles
// are asked for when a person signs in, and hold for the session, which can be made
// shorter for the provider's people.
package login
