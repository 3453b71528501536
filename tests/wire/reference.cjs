// Runs functions of sipgate's own Node.js library, each job against a base URL of its own.
// Usage: node reference.cjs PATH_OF_SIPGATEIO  < [{baseUrl, credentials, module, function, arguments}]
// The last line on stdout is a list with one {"value"} or {"error"} per job.
// An argument {"$date": text} is a Date, {"$buffer": base64} a Buffer, {"$changes": [...]} a callback that gives one
// after the other.
const fs = require('node:fs');
const { createRequire } = require('node:module');

const library = require.resolve(process.argv[2]);
const axios = createRequire(library)('axios');

// The only change to the library: the address it hands to its HTTP client.
let baseURL;
const create = axios.create;
axios.create = (config) => create({ ...config, baseURL });

const io = require(library);
const factories = {
	client: (client) => client,
	call: io.createCallModule,
	contacts: io.createContactsModule,
	devices: io.createDevicesModule,
	fax: io.createFaxModule,
	history: io.createHistoryModule,
	numbers: io.createNumbersModule,
	rtcm: io.createRTCMModule,
	sms: io.createSMSModule,
	voicemails: io.createVoicemailsModule,
	webhookSettings: io.createSettingsModule,
};

const revived = (value) => {
	if (Array.isArray(value)) return value.map(revived);
	if (value === null || typeof value !== 'object') return value;
	if ('$date' in value) return new Date(value.$date);
	if ('$buffer' in value) return Buffer.from(value.$buffer, 'base64');
	if ('$changes' in value) {
		const changes = [...value.$changes];
		return () => changes.shift();
	}
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revived(item)]));
};

(async () => {
	const results = [];
	for (const job of JSON.parse(fs.readFileSync(0, 'utf8'))) {
		baseURL = job.baseUrl;
		try {
			const module = factories[job.module](io.sipgateIO(job.credentials));
			const value = await module[job.function](...job.arguments.map(revived));
			results.push({ value: value === undefined ? null : value });
		} catch (error) {
			results.push({ error: error.message });
		}
	}
	console.log(JSON.stringify(results));
})();
