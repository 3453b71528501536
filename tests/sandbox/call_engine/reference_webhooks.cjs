// sipgate's own webhook server, changed in nothing but the public key it trusts, led through a menu by its handlers.
// Usage: node reference_webhooks.cjs PATH_OF_SIPGATEIO PATH_OF_PUBLIC_KEY URL_OF_SOUND
// Prints its address, then each event it accepted, as lines of JSON.
const crypto = require('node:crypto');
const fs = require('node:fs');
const net = require('node:net');

const [library, key, sound] = process.argv.slice(2);
const trusted = fs.readFileSync(key, 'utf8');
const { createVerify } = crypto;
// The key is a constant inside the library: what asks for a verification gets one that knows the other key.
crypto.createVerify = (algorithm) => {
	const verifier = createVerify(algorithm);
	const verify = verifier.verify.bind(verifier);
	verifier.verify = (_, signature) => verify(trusted, signature);
	return verifier;
};
const { createWebhookModule, WebhookResponse } = require(library);

const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
const menu = {
	1: () => WebhookResponse.redirectCall({ numbers: ['4915799912345', '491729925905'], callerId: '493023125110' }),
	2: () => WebhookResponse.sendToVoicemail(),
	3: () => WebhookResponse.rejectCall({ reason: 'busy' }),
	4: () => WebhookResponse.playAudio({ announcement: sound }),
	5: () => WebhookResponse.hangUpCall(),
	6: () => WebhookResponse.gatherDTMF({ maxDigits: 2, timeout: 1000 }),
};

const free = net.createServer().listen(0, '127.0.0.1', async () => {
	const { port } = free.address();
	await new Promise((resolve) => free.close(resolve));
	const serverAddress = `http://127.0.0.1:${port}/hook`;
	const server = await createWebhookModule().createServer({ port, hostname: '127.0.0.1', serverAddress });
	server.onNewCall(async (event) => {
		say(event);
		return WebhookResponse.gatherDTMF({ maxDigits: 1, timeout: 3000, announcement: sound });
	});
	server.onData((event) => {
		say(event);
		return menu[event.dtmf] && menu[event.dtmf]();
	});
	server.onAnswer(say);
	server.onHangUp(say);
	say({ url: serverAddress });
});
