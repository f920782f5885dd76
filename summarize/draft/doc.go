// Package draft reads a summary that anyone wrote, a person or a program, and
// cuts it into claims that can be checked.
//
// The journey of the data:
//
//  1. Read takes bytes, without the fence that chat programs put around. JSON is a result of nutgraf, what it says of a check, or
//     an object with "why" and "takeaways"; its claims keep their IDs, and the
//     sentences behind them become citations.
//  2. Anything else (text, Markdown, HTML, a Word document) goes through
//     article.Read, which finds its paragraphs and list items.
//  3. Labels ("Why this matters", "Key takeaways", in any language that is
//     known) say what stands below or beside them. What stands below none is
//     read as it looks: list items are takeaways, running text is sentences.
//
// Nothing that could be a statement is dropped: what is no claim, a heading or a
// quoted line of evidence, is listed in Draft.Aside.
//
// The package does not know the article and judges nothing: see package ground.
package draft
