package article

import "time"

// sectionsOf makes the sections of a live blog from where its entries begin, and
// from the blocks that are left.
func (p *page) sectionsOf(blocks []block) []Section {
	var out []Section
	times := p.entryTimes()
	at := 0
	for i, o := range p.sections {
		for at < len(blocks) && blocks[at].seq < o.seq {
			at++
		}
		end := at
		for end < len(blocks) && (i+1 == len(p.sections) || blocks[end].seq < p.sections[i+1].seq) {
			end++
		}
		if end > at {
			out = append(out, Section{Title: shorten(o.title, longestTitle), Time: times[i], Clock: o.clock.text, First: at, Count: end - at})
		}
		at = end
	}
	return out
}

// wrapAround is how much earlier than the entry before it the clock of an entry
// has to be so that it is of the next day.
const wrapAround = 6 * time.Hour

// entryTimes gives each entry its time. A time of day is of the day on which the
// page was published, and in its zone when the entry names none; where the clock
// runs past midnight a day is added. With no date of publication there is none.
func (p *page) entryTimes() []time.Time {
	out := make([]time.Time, len(p.sections))
	forward, back := steps(p.sections)
	var last time.Time
	for n := range p.sections {
		i := n
		if back > forward {
			i = len(p.sections) - 1 - n // the oldest first
		}
		o := p.sections[i]
		if out[i] = o.at; o.at.IsZero() && o.clock.text != "" {
			out[i] = onDay(last, p.published, o.clock)
		}
		if !out[i].IsZero() {
			last = out[i]
		}
	}
	return out
}

// onDay returns the clock's time on the day of the entry before, or of the
// publication.
func onDay(last, published time.Time, c clockTime) time.Time {
	day := last
	if day.IsZero() {
		day = published
	}
	if day.IsZero() {
		return time.Time{}
	}
	zone := c.zone
	if zone == nil {
		zone = day.Location()
	}
	day = day.In(zone)
	t := time.Date(day.Year(), day.Month(), day.Day(), c.minutes/60, c.minutes%60, 0, 0, zone)
	if !last.IsZero() && t.Before(last.Add(-wrapAround)) {
		t = t.AddDate(0, 0, 1)
	}
	return t
}
