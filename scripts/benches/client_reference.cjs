// The reference library under the same load: node client_reference.cjs NODE_MODULES BASE_URL. Prints its figures as JSON.
const fs = require("fs");
const http = require("http");
const path = require("path");
const [nodeModules, baseUrl] = process.argv.slice(2);

// Changed only in its base URL, while it is loaded; with kept-alive connections, as ours has them.
http.globalAgent = new http.Agent({ keepAlive: true });
const load = require.extensions[".js"];
require.extensions[".js"] = (module, file) =>
  file.endsWith("sipgateIOClient.js")
    ? module._compile(fs.readFileSync(file, "utf8").replace("https://api.sipgate.com/v2", baseUrl), file)
    : load(module, file);
const { sipgateIO, createHistoryModule } = require(path.join(nodeModules, "sipgateio"));

const client = sipgateIO({ tokenId: "token-ABC123", token: "01234567-89ab-4def-8123-456789abcdef" });
const history = createHistoryModule(client);

async function rates(key, call, count, inFlight) {
  for (let done = 0; done < Math.max(5, count / 10); done++) await call();
  let remaining = count;
  const [clock, processor] = [process.hrtime.bigint(), process.cpuUsage()];
  const work = async () => {
    while (remaining-- > 0) await call();
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  const seconds = Number(process.hrtime.bigint() - clock) / 1e9;
  const { user, system } = process.cpuUsage(processor);
  return { [key]: count / seconds, [`${key}_cpu`]: count / ((user + system) / 1e6) };
}

(async () => {
  const users = () => client.getWebUsers();
  const page = () => history.fetchAll({ types: ["SMS", "FAX"] }, { limit: 1000 });
  console.log(
    JSON.stringify({
      ...(await rates("one", users, 1500, 1)),
      ...(await rates("many", users, 5000, 50)),
      ...(await rates("pages", page, 60, 1)),
    }),
  );
})();
