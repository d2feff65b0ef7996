// Appends with emmett-postgresql what each line of the input asks for, and says how many seconds it took.
// A line is [[[stream, version], …], …]: for each writer, where its events go, one after the other.

import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import pg from 'pg';
import { createInterface } from 'node:readline';

const { BENCHMARK_DSN: connectionString, BENCHMARK_CONNECTIONS: max, BENCHMARK_EVENT: written } = process.env;

const event = JSON.parse(written);
const pool = new pg.Pool({ connectionString, max: Number(max), idleTimeoutMillis: 0 });
const store = getPostgreSQLEventStore(connectionString, { connectionOptions: { pool } });

async function write(saves) {
  for (const [stream, version] of saves) {
    const expectedStreamVersion = version === 1 ? 'STREAM_DOES_NOT_EXIST' : BigInt(version - 1);
    await store.appendToStream(stream, [event], { expectedStreamVersion });
  }
}

await store.schema.migrate();
for await (const line of createInterface({ input: process.stdin })) {
  const writers = JSON.parse(line);
  const start = performance.now();
  await Promise.all(writers.map(write));
  console.log((performance.now() - start) / 1000);
}
await pool.end();
