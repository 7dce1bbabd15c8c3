// Reads flowcharts with Mermaid's own parser, and counts what it found in them.
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

// Mermaid cleans texts with a library that only works where there is a document.
const { window } = new JSDOM("");
globalThis.window = window;
globalThis.document = window.document;
const { default: mermaid } = await import("mermaid");

for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, "utf8");
  const lines = text.split("\n");
  await mermaid.parse(text);
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  const found = [db.getVertices().size, db.getEdges().length];
  const written = [/^ {2}n\d+\["/, /^ {2}n\d+ \S+\|".*"\| n\d+$/].map((form) => lines.filter((line) => form.test(line)).length);
  if (found.join() !== written.join()) {
    throw new Error(`${file}: ${written} boxes and ties are written, ${found} are read`);
  }
  console.log(`${file}: ${found[0]} boxes, ${found[1]} ties`);
}
