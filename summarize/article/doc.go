// Package article reads a news article: bytes go in, an [Article] comes out,
// whose text is clean and whose sentences are numbered, or an error that says
// what is wrong with the input.
//
// The journey through it:
//
//  1. load: bytes within the size limit. Empty input, binary data and formats
//     that are not read (PDF, images, archives that are no Word document) end here.
//  2. decode: bytes become UTF-8 text, by byte order mark, by being valid UTF-8,
//     by what the HTTP header or the page says, and last by guessing.
//     A Word document is not decoded: its parts are XML.
//  3. A reader for the format (plain text, Markdown, HTML, DOCX) makes a page:
//     blocks of text with their kind, and what the input says of itself (title,
//     byline, dates). After this step the format plays no part.
//  4. clean: every block becomes canonical text: NFC, plain spaces, no control
//     characters, no invisible carriers of other text.
//  5. The language is given, or detected from the letters and common words.
//  6. header, reference, furniture: the repeated headline, the byline and dates,
//     the summary that the article carried with it, share bars, captions and the
//     like come out. All of it is reported in Article.Omitted.
//  7. assemble: blocks are joined, cut into sentences, counted and digested.
//
// Of a Word document the text is read as if all tracked changes were accepted.
// Footnotes, comments, hidden text, headers and footers are not in the text but in
// Article.Omitted; macros, pictures and what is linked are not looked at.
//
// The package does not fetch pages, run scripts, read PDF or the older .doc,
// correct the text, or judge what it says.
package article
