const http = require("node:http");
const _ = require("lodash");
const minimist = require("minimist");
const jwt = require("jsonwebtoken");
const qs = require("qs");

const options = minimist(process.argv.slice(2), { default: { port: 8080 } });
const stock = _.keyBy(
  [
    { sku: "anchor", left: 3 },
    { sku: "rope", left: 40 },
  ],
  "sku",
);

http
  .createServer((request, response) => {
    const query = qs.parse((request.url || "").split("?")[1]);
    const item = stock[query.sku];
    response.setHeader("content-type", "application/json");
    response.setHeader(
      "x-session",
      jwt.sign({ sku: query.sku }, process.env.SESSION_SECRET || "dev"),
    );
    response.statusCode = item ? 200 : 404;
    response.end(JSON.stringify(item || { error: "no such item" }));
  })
  .listen(options.port);
