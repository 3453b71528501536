// sipgate's own fluent webhook server, changed in nothing but the public key it trusts and the base URL of its client.
// Usage: node reference_fluent.cjs PATH_OF_SIPGATEIO PATH_OF_PUBLIC_KEY URL_OF_SOUND TOKEN_ID TOKEN
// Who calls decides what it answers: numbers that end in 1 hear a sound and are hung up, in 2 hear it and are
// transferred, all others are asked for a key. Prints its address, then each event, as lines of JSON; a line on stdin
// stops it.
const crypto = require('node:crypto');
const fs = require('node:fs');
const net = require('node:net');

const [library, key, announcement, tokenId, token] = process.argv.slice(2);
const trusted = fs.readFileSync(key, 'utf8');
const { createVerify } = crypto;
crypto.createVerify = (algorithm) => {
	const verifier = createVerify(algorithm);
	const verify = verifier.verify.bind(verifier);
	verifier.verify = (_, signature) => verify(trusted, signature);
	return verifier;
};
const { FluentWebhookServer, WebhookResponse, sipgateIO } = require(library);
const client = sipgateIO({ tokenId, token });

const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
const transfer = { attended: false, phoneNumber: '+494066969112' };
const answers = {
	1: (callId) => WebhookResponse.playAudioAndHangUp({ announcement }, client, callId, 1),
	2: (callId) => WebhookResponse.playAudioAndTransfer({ announcement }, transfer, client, callId, 1),
};

const free = net.createServer().listen(0, '127.0.0.1', async () => {
	const { port } = free.address();
	await new Promise((resolve) => free.close(resolve));
	const server = await new FluentWebhookServer()
		.setServerAddress(`http://127.0.0.1:${port}/hook`)
		.setServerPort(port)
		.setOnNewCallListener((event) => {
			say(event);
			if (event.direction === 'out') return undefined; // the call that a transfer makes
			const answer = answers[event.from.slice(-1)];
			return answer ? answer(event.callId) : WebhookResponse.gatherDTMF({ maxDigits: 1, timeout: 3000 });
		})
		.setOnDataListener((event) => {
			say(event);
			return WebhookResponse.redirectCall({ numbers: ['493023125101'] });
		})
		.setOnAnswerListener(say)
		.setOnHangupListener(say)
		.startServer();
	say({ url: `http://127.0.0.1:${port}/hook` });
	process.stdin.once('data', () => {
		server.getHttpServer().once('close', () => say({ stopped: true }));
		server.stop();
		process.stdin.destroy();
	});
});
