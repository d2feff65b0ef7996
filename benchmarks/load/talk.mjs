// Customers who write, and a member who watches: posts webhooks at a fixed rate whatever the answers take, and follows
// the live stream meanwhile. Reads what to do as JSON on standard input; writes what it saw as JSON.
//
//   {url, token, bodies, count, rate, patience}: the file of bodies.py, how many of it, a second, seconds after the last
//   {sent: [[message, due, answered, status]], heard: [[message_id, at]], cpu}: milliseconds since 1970; seconds

import { readFileSync } from "node:fs";
import http from "node:http";

const WEBHOOKS = "/api/webhooks/whatsapp-cloud";
const RECEIVED = "conversations.MessageReceived";

const order = JSON.parse(readFileSync(0, "utf8"));
const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
const sent = [];
const heard = [];

const now = () => performance.timeOrigin + performance.now();
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function webhooks() {
  const lines = readFileSync(order.bodies, "utf8").trimEnd().split("\n").slice(0, order.count);
  return lines.map((line) => {
    const [message, signature, body] = line.split("\t");
    return { message, signature, body: Buffer.from(body) };
  });
}

/** Resolves once the stream is open and says where it is. */
function follow() {
  return new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${order.token}` };
    http.get(`${order.url}/api/live`, { headers }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`live stream: ${answer.statusCode}`));
      let rest = "";
      answer.setEncoding("utf8");
      answer.on("data", (piece) => {
        const at = now();
        const events = (rest + piece).split("\n\n");
        rest = events.pop();
        for (const event of events) hear(event, at, resolve);
      });
    }).on("error", reject);
  });
}

function hear(event, at, opened) {
  if (event.includes("event: hello")) opened();
  if (event.includes("event: resync")) throw new Error("the stream lost its place");
  const data = event.split("\n").find((line) => line.startsWith("data: "));
  if (!data?.includes(RECEIVED)) return;
  heard.push([JSON.parse(data.slice("data: ".length)).ids.message_id, at]);
}

function post({ message, signature, body }, due) {
  return new Promise((resolve, reject) => {
    const headers = {
      "Content-Type": "application/json",
      "Content-Length": body.length,
      "X-Hub-Signature-256": signature,
    };
    const request = http.request(`${order.url}${WEBHOOKS}`, { method: "POST", agent, headers }, (answer) => {
      sent.push([message, due, now(), answer.statusCode]);
      answer.resume().on("end", resolve);
    });
    request.on("error", reject).end(body);
  });
}

async function write() {
  const all = webhooks();
  const answers = [];
  const start = now();
  for (const [n, webhook] of all.entries()) {
    const due = start + (n * 1000) / order.rate;
    while (now() < due) await pause(Math.max(1, due - now()));
    answers.push(post(webhook, due));
  }
  await Promise.all(answers);
}

await follow();
await write();
const deadline = now() + order.patience * 1000;
while (heard.length < sent.length && now() < deadline) await pause(20);
const used = process.cpuUsage();
process.stdout.write(JSON.stringify({ sent, heard, cpu: (used.user + used.system) / 1e6 }), () => process.exit(0));
