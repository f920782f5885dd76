// Days begin when they do for the reader.

/** keepZone tells the service the reader's zone, and asks for the page again when it was made for another. */
export function keepZone(shown) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone || zone === shown) return;
  const value = `zone=${encodeURIComponent(zone)}`;
  if (document.cookie.split("; ").includes(value)) return; // the service does not know this zone
  document.cookie = `${value}; path=/; max-age=31536000; samesite=lax`;
  if (document.cookie.split("; ").includes(value)) location.reload();
}

const lang = document.documentElement.lang;
const days = {
  long: new Intl.DateTimeFormat(lang, { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }),
  short: new Intl.DateTimeFormat(lang, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" }),
  mark: new Intl.DateTimeFormat(lang, { day: "numeric", month: "short", timeZone: "UTC" }),
};
const day = (kind, date) => days[kind].format(new Date(`${date}T12:00:00Z`));
for (const el of document.querySelectorAll("time[data-day]")) el.textContent = day(el.dataset.day || "long", el.dateTime);
for (const el of document.querySelectorAll("text[data-day]")) el.textContent = day("mark", el.dataset.day);

const clock = new Intl.DateTimeFormat(lang, { timeStyle: "short" });
for (const el of document.querySelectorAll("time[data-clock]")) el.textContent = clock.format(new Date(el.dateTime));
