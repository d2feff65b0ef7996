// The script that the first screens need, packed as it is sent: it may not outgrow its budget.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET_KB = 200;
const FIRST_SCREENS = ["src/features/home/page.tsx", "src/features/conversations/page.tsx"];

const dist = new URL("./dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist)));
const packed = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;

function scripts(name, found = new Set()) {
  const chunk = manifest[name];
  if (!chunk || found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const imported of chunk.imports ?? []) scripts(imported, found);
  return found;
}

let tooHeavy = false;
for (const screen of FIRST_SCREENS.filter((name) => manifest[name])) {
  const files = scripts(screen, scripts("index.html"));
  const kb = [...files].reduce((sum, file) => sum + packed(file), 0) / 1000;
  tooHeavy ||= kb > BUDGET_KB;
  process.stdout.write(`${screen}: ${kb.toFixed(1)} kB of ${BUDGET_KB} (gzip, ${files.size} files)\n`);
}
process.exit(tooHeavy ? 1 : 0);
