package article

import "strings"

// walk reads the children of the current element in the order of the text.
func (w *docxWalker) walk() { w.part.each(w.element) }

// element reads one element. Of those that are not named here, and only wrap
// text, the children count.
func (w *docxWalker) element(el docxElement) {
	switch el.name {
	case "p":
		w.readParagraph()
	case "pPr":
		w.startParagraph()
	case "r", "m:r":
		w.readRun()
	case "t", "m:t":
		w.text(w.part.content())
	case "hyperlink":
		w.flow.links++
		w.walk()
		w.flow.links--
	case "tbl":
		w.readTable()
	case "tr":
		w.readRow()
	case "tc":
		w.readCell()
	case "sdt":
		w.readControl()
	case "txbxContent":
		w.flow.after = append(w.flow.after, w.inner(&docxFlow{}, w.walk)...)
	case "mc:AlternateContent":
		w.readAlternatives()
	case "del":
		w.report.add("deleted", w.part.prose(longestReport), w.paras)
	case "background":
		if c := colourOf(el.attr("color")); c != "" && w.flow.page {
			w.flow.shade = c
		}
	case "altChunk":
		w.report.add("embedded", "a document inside of the document", w.paras)
	case "c:chart", "dgm:relIds":
		w.report.add("figure", "a chart or diagram", w.paras)
	case "moveFrom", "sectPr", "rt", "instrText", "delText", "delInstrText", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "tblGrid":
	default:
		w.mark(el)
	}
}

// mark reads elements that stand for a character or steer what follows.
func (w *docxWalker) mark(el docxElement) {
	switch el.name {
	case "tab", "ptab":
		w.text(" ")
	case "br", "cr":
		if w.flow.instructions == 0 && !w.run.hides {
			w.flow.breaks = w.flow.text.Len() > 0
		}
	case "noBreakHyphen":
		w.text("-")
	case "sym":
		w.text(symbol(el.attr("font"), el.attr("char")))
	case "fldChar":
		w.flow.field(el.attr("fldCharType"))
	default:
		w.walk()
	}
}

func (w *docxWalker) readParagraph() {
	w.paras++
	w.flow.para = w.styles.complete(paraProps{})
	w.startRun(runProps{}, "")
	w.walk()
	if !w.flow.para.joins {
		w.endParagraph()
	}
}

// startParagraph reads the properties that a paragraph begins with.
func (w *docxWalker) startParagraph() {
	w.flow.para = w.styles.complete(w.readParaProps())
	w.startRun(runProps{}, "")
}

// readParaProps reads a w:pPr of a paragraph or a style.
func (w *docxWalker) readParaProps() paraProps {
	var p paraProps
	w.part.each(func(el docxElement) {
		switch el.name {
		case "pStyle":
			p.style = el.attr("val")
		case "outlineLvl":
			p.outline = el.attr("val")
		case "shd":
			p.shade = shadeOf(el)
		case "framePr":
			p.joins = p.joins || el.attr("dropCap") == "drop" || el.attr("dropCap") == "margin"
		case "numPr":
			w.part.each(func(el docxElement) {
				switch el.name {
				case "numId":
					p.list = el.attr("val")
				case "ilvl":
					p.level = el.attr("val")
				}
			})
		case "rPr":
			w.part.each(func(el docxElement) {
				p.joins = p.joins || el.name == "del" || el.name == "moveFrom"
			})
		}
	})
	return p
}

// readRun reads a stretch of text of one look.
func (w *docxWalker) readRun() {
	outer := w.run
	w.startRun(runProps{}, "")
	noteMark := false
	w.part.each(func(el docxElement) {
		switch {
		case el.name == "rPr":
			w.startRun(w.readRunProps())
		case el.name == "footnoteReference" || el.name == "endnoteReference":
			noteMark = el.attr("customMarkFollows") == "1" || el.attr("customMarkFollows") == "true"
		case noteMark && el.name == "t":
		default:
			w.element(el)
		}
	})
	w.run = outer
}

// readControl reads a content control. One that still shows what it asks for
// has no text of the author's, and a table of contents is none of the story.
func (w *docxWalker) readControl() {
	leftOut := ""
	w.part.each(func(el docxElement) {
		switch {
		case el.name == "sdtPr":
			leftOut = w.controlReport()
		case el.name == "sdtContent" && leftOut != "":
			w.report.add(leftOut, w.part.prose(longestReport), w.paras)
		case el.name == "sdtContent":
			w.walk()
		}
	})
}

func (w *docxWalker) controlReport() string {
	leftOut := ""
	w.part.each(func(el docxElement) {
		switch el.name {
		case "showingPlcHdr":
			if el.on() {
				leftOut = "placeholder"
			}
		case "docPartObj":
			w.part.each(func(el docxElement) {
				if el.name == "docPartGallery" && el.attr("val") == "Table of Contents" {
					leftOut = "navigation"
				}
			})
		}
	})
	return leftOut
}

// understood are the prefixes of extensions whose text is read.
var understood = set(strings.Fields("a14 v wp14 wpc wpg wpi wps w14 w15 w16 w16cex w16cid w16du w16se"))

// readAlternatives reads one of several forms of the same content: the first
// that needs only what is understood, or the last resort.
func (w *docxWalker) readAlternatives() {
	taken := false
	w.part.each(func(el docxElement) {
		if taken {
			return
		}
		switch el.name {
		case "mc:Choice":
			taken = true
			for need := range strings.FieldsSeq(el.attr("Requires")) {
				taken = taken && understood[need]
			}
			if taken {
				w.walk()
			}
		case "mc:Fallback":
			taken = true
			w.walk()
		}
	})
}
