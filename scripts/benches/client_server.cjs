// The local server of `scripts/bench client`, which returns fixed responses as fast as possible. Prints its base URL.
const http = require("http");

const users = JSON.stringify({
  items: [{ id: "w0", firstname: "Ada", lastname: "Lau", email: "ada@example.com", defaultDevice: "e0", admin: true }],
});
const entry = (number) => ({
  id: `entry-${number}`, source: "+4930123456", target: "+4915799912345", sourceAlias: "Ada", targetAlias: "",
  type: "SMS", created: "2026-11-16T10:00:00Z", lastModified: "2026-11-16T10:00:05Z", direction: "OUTGOING",
  incoming: false, status: "PICKUP", connectionIds: ["s0"], read: true, archived: false, note: null,
  endpoints: [{ type: "ROUTED", endpoint: { extension: "s0", type: "SMS" } }], starred: false, labels: [],
  smsContent: "A message of some length, as people write it, with an umlaut: Grüße", scheduled: null,
});
const page = JSON.stringify({ items: Array.from({ length: 1000 }, (_, number) => entry(number)), totalCount: 1000 });

const server = http.createServer((request, response) => {
  response.setHeader("content-type", "application/json");
  response.end(request.url.includes("/history") ? page : users);
});
server.keepAliveTimeout = 60000;
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/v2`));
