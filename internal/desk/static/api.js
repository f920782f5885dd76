// Talking to the service. Every change carries a key, so that it is done once
// however often it has to be sent.

/** Problem is what the service or the network refuses with. */
export class Problem extends Error {
  constructor({ status = 0, code = "offline", detail = "", retryable = false, errors = [] }) {
    super(detail);
    Object.assign(this, { status, code, retryable, errors });
  }
  /** offline tells whether the service was not reached at all, or cannot be right now. */
  get offline() { return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504; }
}

/** newKey makes a key for a change. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

async function problemOf(response) {
  try {
    return new Problem(await response.json());
  } catch {
    return new Problem({ status: response.status, code: "unreadable", retryable: response.status >= 500 });
  }
}

/**
 * send makes a request and gives its answer, or throws a Problem. What takes longer
 * than the timeout (ms) counts as a lost connection; it takes the place of a signal.
 */
export async function send(method, path, { body, version, key, prefer, accept = "application/json", timeout, signal, headers = {} } = {}) {
  if (timeout) signal = AbortSignal.timeout(timeout);
  const all = { Accept: accept, ...headers };
  if (body !== undefined) all["Content-Type"] = "application/json";
  if (version !== undefined) all["If-Match"] = `"${version}"`;
  if (key) all["Idempotency-Key"] = `"${key}"`;
  if (prefer) all.Prefer = prefer;
  let response;
  try {
    response = await fetch(path, { method, headers: all, body: body === undefined ? undefined : JSON.stringify(body), signal });
  } catch (e) {
    if (signal?.aborted && e.name === "AbortError") throw e;
    throw new Problem({ retryable: true });
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** call makes a request and reads its JSON. */
export async function call(method, path, options) {
  const response = await send(method, path, options);
  try {
    return { status: response.status, location: response.headers.get("Location"), data: response.status === 204 ? null : await response.json() };
  } catch (e) {
    if (options?.signal?.aborted && e.name === "AbortError") throw e;
    throw new Problem({ status: response.status, code: "unreadable", retryable: true });
  }
}

const SILENCE = 60000; // ms without as much as a heartbeat: the connection is gone, though nobody said so

/** events reads a stream of server-sent events. */
async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const silent = setTimeout(() => reader.cancel(), SILENCE);
    const { value, done } = await reader.read().finally(() => clearTimeout(silent));
    if (done) return;
    const blocks = (rest + value).split(/\r?\n\r?\n/);
    rest = blocks.pop();
    for (const block of blocks) {
      const event = parseEvent(block);
      if (event) yield event;
    }
  }
}

function parseEvent(block) {
  const event = { id: "", name: "message", text: "" };
  for (const line of block.split(/\r?\n/)) {
    const at = line.indexOf(":");
    if (at === 0) continue;
    const field = at < 0 ? line : line.slice(0, at);
    const value = at < 0 ? "" : line.slice(at + 1).replace(/^ /, "");
    if (field === "id") event.id = value;
    else if (field === "event") event.name = value;
    else if (field === "data") event.text += (event.text ? "\n" : "") + value;
  }
  return event.text ? event : null;
}

const pause = (ms, signal) => new Promise((resolve, reject) => {
  const timer = setTimeout(resolve, ms);
  signal?.addEventListener("abort", () => { clearTimeout(timer); reject(signal.reason); }, { once: true });
});

/**
 * follow gives the events of a job until it is done, or
 * nothing is left to be told. A connection that drops is
 * taken up where it broke off; onDrop is told of it, with false when it is back.
 */
export async function* follow(job, { signal, onDrop = () => {} } = {}) {
  let last = "";
  for (let failures = 0; ; failures++) {
    try {
      const headers = last ? { "Last-Event-ID": last } : {};
      const response = await send("GET", `/v1/jobs/${encodeURIComponent(job)}/events`, { accept: "text/event-stream", headers, signal });
      onDrop(false);
      if (response.status === 204) return;
      for await (const event of events(response)) {
        failures = 0;
        last = event.id || last;
        const data = JSON.parse(event.text);
        if (event.name === "error" && data.retryable && data.code === "draining") break;
        yield { name: event.name, data };
        if (event.name === "done" || event.name === "error") return;
      }
    } catch (e) {
      if (e.name === "AbortError" || (e instanceof Problem && !e.offline && !e.retryable)) throw e;
    }
    onDrop(true);
    await pause(Math.min(250 * 2 ** failures, 8000), signal);
  }
}
