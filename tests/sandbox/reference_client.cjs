// Runs functions of sipgate's own Node.js library against a sandbox and prints what they gave as one line of JSON.
// Usage: node reference_client.cjs PATH_OF_SIPGATEIO  < {"tokenId", "token", "steps": [[module, function, ...arguments]]}
// A step answers {"value"} or {"error"}. An argument {"$date": text} is a Date, {"$buffer": base64} a Buffer,
// {"$step": n, "path": [...]} what an earlier step gave.
const fs = require('node:fs');

const io = require(process.argv[2]);
const { tokenId, token, jwt, steps } = JSON.parse(fs.readFileSync(0, 'utf8'));
const client = io.sipgateIO(jwt ? { token: jwt } : { tokenId, token });
const modules = {
	sms: io.createSMSModule(client),
	fax: io.createFaxModule(client),
	call: io.createCallModule(client),
	rtcm: io.createRTCMModule(client),
	history: io.createHistoryModule(client),
	contacts: io.createContactsModule(client),
	settings: io.createSettingsModule(client),
	numbers: io.createNumbersModule(client),
	devices: io.createDevicesModule(client),
	voicemails: io.createVoicemailsModule(client),
	client,
};
const results = [];

const filled = (value) => {
	if (Array.isArray(value)) return value.map(filled);
	if (value === null || typeof value !== 'object') return value;
	if ('$date' in value) return new Date(value.$date);
	if ('$buffer' in value) return Buffer.from(value.$buffer, 'base64');
	if ('$step' in value) return value.path.reduce((found, key) => found[key], results[value.$step].value);
	if ('$change' in value) return () => filled(value.$change);
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item)]));
};

(async () => {
	for (const [module, name, ...parameters] of steps) {
		try {
			results.push({ value: await modules[module][name](...parameters.map(filled)) });
		} catch (error) {
			results.push({ error: error.message });
		}
	}
	console.log(JSON.stringify(results));
})();
