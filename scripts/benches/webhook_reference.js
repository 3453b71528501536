// The reference's webhook server with the same handlers. It verifies with a key that is part of its source:
// the key of the benchmark is put in its place as the file is loaded, nothing else is changed.
"use strict";
const fs = require("fs");
const Module = require("module");

const load = Module._extensions[".js"];
Module._extensions[".js"] = (module, filename) => {
	if (!filename.endsWith("webhook/signatureVerifier.js")) return load(module, filename);
	const source = fs.readFileSync(filename, "utf8");
	const key = /-----BEGIN PUBLIC KEY-----[^`]*-----END PUBLIC KEY-----/;
	if (!key.test(source)) throw new Error("the reference's key is not where it was");
	return module._compile(source.replace(key, process.env.BENCH_KEY.trim()), filename);
};

const { createWebhookModule, WebhookResponse } = require(`${process.env.BENCH_NODE_MODULES}/sipgateio`);

createWebhookModule()
	.createServer({ port: Number(process.env.BENCH_PORT), serverAddress: process.env.BENCH_URL, hostname: "127.0.0.1" })
	.then((server) => {
		server.onNewCall(() => WebhookResponse.redirectCall({ numbers: ["4915799912345"] }));
		server.onAnswer(() => {});
		server.onHangUp(() => {});
	});
