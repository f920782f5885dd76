package config

import "time"

// serverKeys are the keys of what is kept, and of `nutgraf serve`.
var serverKeys = []key{
	{
		name: "database", kind: database(), def: `""`,
		doc: "Where summaries, their versions and the audit are kept: the path of a file, or the\naddress of a PostgreSQL database, such as postgres://nutgraf@db.example/nutgraf.\nBetter kept in NUTGRAF_DATABASE when it holds a password. Empty: nutgraf.db in\nyour data folder. DATABASE_URL is not used: it is often another program's.",
	},
	{
		name: "retention_days", kind: whole(0, 36500), def: "0",
		doc: "After how many days the service deletes the texts of articles. Summaries and the\naudit stay. 0: never.",
	},
	{
		name: "server.listen", kind: listenAddress(), def: "127.0.0.1:8642", flag: "listen",
		doc: "The address and port of nutgraf serve. Without an address, as in :8642, it is\nevery address of this machine. Port 0 is any that is free.",
	},
	{
		name: "server.public_without_login", kind: boolean(), def: "false", flag: "public-without-login",
		doc: "Whether everybody who can reach the service may read, draft and approve everything\nwithout a token, as long as none was made. Dangerous. Without this, a service that\nothers than this machine can reach does not start until there is a token.",
	},
	{
		name: "server.public_url", kind: webAddress(errPublicURL, false), def: `""`, flag: "public-url",
		doc: "The address that people and programs use, such as https://nutgraf.example.org.\nEmpty: that of server.listen.",
	},
	{
		name: "server.tls_cert", kind: text(), def: `""`, flag: "tls-cert",
		doc: "A file with the certificate for https, and those between it and the root.",
	},
	{
		name: "server.tls_key", kind: text(), def: `""`, flag: "tls-key",
		doc: "The file with its key.",
	},
	{
		name: "server.hosts", kind: hostNames(), def: "[]",
		doc: "Other hosts under which the service may be called, such as nutgraf.internal.\nThose of server.listen and server.public_url may always.",
	},
	{
		name: "server.proxies", kind: networks(), def: "[]",
		doc: "Addresses or networks, such as 10.0.0.5 or 10.0.0.0/8, of proxies that tell in\nX-Forwarded-For who asks. It is believed of no others.",
	},
	{
		name: "server.cors_origins", kind: origins(), def: "[]",
		doc: "Origins whose pages may call the API from a browser, such as\nhttps://cms.example.org. Empty: none.",
	},
	{
		name: "server.rate_per_minute", kind: whole(0, 1_000_000), def: "1200",
		doc: "How many requests one address may make in a minute. This machine is not limited.\n0: no limit.",
	},
	{
		name: "server.max_body", kind: size(1000, 1<<30), def: "16MiB",
		doc: "The largest request, such as 500KB or 16MiB.",
	},
	{
		name: "server.deadline", kind: duration(10 * time.Minute), def: "25s",
		doc: "How long an answer waits for a draft, when the request does not say so. After\nthat the work goes on as a job, and the answer says where to ask for it.",
	},
	{
		name: "server.drain", kind: duration(time.Hour), def: "20s",
		doc: "How long drafts that are under way may take to end when the service is stopped.",
	},
	{
		name: "server.concurrency", kind: whole(1, 10_000), def: "64",
		doc: "How many drafts may be under way at once.",
	},
	{
		name: "server.queue", kind: whole(1, 100_000), def: "256",
		doc: "How many may wait for that. More are told to come again.",
	},
	{
		name: "oidc.issuer", kind: text(issuerAddress), def: `""`,
		doc: "Your OpenID Connect provider, with which people sign in to the desk: its address\nas it spells it, such as https://login.example.org/. It must send people back to\n/login/oidc/done below server.public_url. Empty: people sign in with API tokens.",
	},
	{
		name: "oidc.client_id", kind: text(), def: `""`,
		doc: "The name under which the provider knows this service.",
	},
	{
		name: "oidc.client_secret", kind: apiKey(), def: `""`,
		doc: "Its secret there. Better kept in NUTGRAF_OIDC_CLIENT_SECRET than in a file. Empty:\nthe provider asks for none.",
	},
	{
		name: "oidc.roles_claim", kind: text(notEmpty), def: "roles",
		doc: "The claim of the ID token that tells what a person may do, or the path to it, as\nin realm_access.roles.",
	},
	{
		name: "oidc.roles", kind: oidcRoles(), def: "[]",
		doc: "What the values of that claim mean: VALUE=ROLE each, such as news-desk=editor. A\ndrafter drafts and edits, an editor also approves, an admin may do all.\nWho has none of the values is not let in. Empty: the values are the roles' names.",
	},
	{
		name: "oidc.space", kind: text(notEmpty), def: "local",
		doc: "The space in which all who sign in with the provider work.",
	},
	{
		name: "oidc.session", kind: duration(12 * time.Hour), def: "12h",
		doc: "How long the role that the provider told holds. After that a person signs in\nagain, which as a rule asks for nothing but a click.",
	},
	{
		name: "desk.reports", kind: text(), def: `""`,
		doc: "A folder with runs (.jsonl) and reports (.json) of nutgraf eval, which the quality\npage shows. Empty: it shows none.",
	},
	{
		name: "desk.texts", kind: text(), def: `""`,
		doc: "A file with the words of the desk in another language: nutgraf config texts prints\nthe English ones. Empty: English.",
	},
	{
		name: "disclosure.label", kind: text(), def: `""`,
		doc: "What readers are told of how a summary was made. Empty: a sentence that fits the\nengine.",
	},
	{
		name: "cache.ttl", kind: orNever(duration(8760 * time.Hour)), def: "24h",
		doc: "For how long a finished draft is given again when the same article comes with the\nsame settings. 0s: not at all.",
	},
	{
		name: "telemetry.otlp_endpoint", kind: webAddress(errOTLP, true), def: `""`,
		doc: "Where nutgraf serve sends its traces, by OTLP over HTTP: the address of a\ncollector, such as http://localhost:4318. OTEL_EXPORTER_OTLP_ENDPOINT is used\nwhen this is not set. Empty: nowhere.",
	},
	{
		name: "telemetry.otlp_headers", kind: otlpHeaders(), def: `""`,
		doc: "Headers that go with them, such as name=value,other=value: a secret.\nOTEL_EXPORTER_OTLP_HEADERS is used when this is not set.",
	},
	{
		name: "telemetry.service_name", kind: text(notEmpty), def: "nutgraf",
		doc: "The name of this service in traces. OTEL_SERVICE_NAME is used when this is not\nset.",
	},
	{
		name: "log.format", kind: oneOf("auto", "json", "text"), def: "auto",
		doc: "The form of what nutgraf serve logs on standard error: json, text, or auto, which\nis text on a terminal and json elsewhere.",
	},
	{
		name: "log.level", kind: oneOf("debug", "info", "warn", "error"), def: "info",
		doc: "What is logged: debug, info, warn or error, and what is worse.",
	},
}
