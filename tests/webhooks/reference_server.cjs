// The reference's webhook server: what it does with a call is said by the number that is called.
"use strict";
const { createWebhookModule, WebhookResponse } = require(`${process.env.NODE_MODULES}/sipgateio`);

const announcement = process.env.ANNOUNCEMENT;
const url = process.env.PUBLIC_URL;
const actions = {
	"+4930001": () => WebhookResponse.redirectCall({ numbers: ["4915799912345"] }),
	"+4930002": () =>
		WebhookResponse.redirectCall({
			numbers: ["4915799912345", "492111234567"],
			callerId: "4921199",
			anonymous: true,
		}),
	"+4930003": () => WebhookResponse.sendToVoicemail(),
	"+4930004": () => WebhookResponse.rejectCall({ reason: "busy" }),
	"+4930005": () => WebhookResponse.rejectCall({ reason: "rejected" }),
	"+4930006": () => WebhookResponse.hangUpCall(),
	"+4930007": () => WebhookResponse.playAudio({ announcement }),
	"+4930008": () => WebhookResponse.gatherDTMF({ maxDigits: 1, timeout: 5000 }),
	"+4930009": () => WebhookResponse.gatherDTMF({ maxDigits: 4, timeout: 0, announcement }),
	"+4930010": () => undefined,
};

createWebhookModule()
	.createServer({ port: 0, serverAddress: url, hostname: "127.0.0.1", skipSignatureVerification: true })
	.then((server) => {
		const seen = [];
		server.onNewCall((call) => {
			seen.push(call);
			return actions[call.to]();
		});
		server.onData((event) => (seen.push(event), WebhookResponse.redirectCall({ numbers: [`4930${event.dtmf}`] })));
		if (process.env.FOLLOW) {
			server.onAnswer((event) => void seen.push(event));
			server.onHangUp((event) => void seen.push(event));
		}
		// The reference has nowhere to ask what it has read: a server beside it tells the last event.
		const teller = require("http").createServer((_, response) => response.end(JSON.stringify(seen.at(-1))));
		teller.listen(0, "127.0.0.1", () => {
			const ports = [server.getHttpServer().address().port, teller.address().port];
			process.stdout.write(JSON.stringify(ports) + "\n");
		});
	});
