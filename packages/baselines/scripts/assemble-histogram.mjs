// Assembles src/trees/histogram.wat: node scripts/assemble-histogram.mjs, after every change of it.
import { readFileSync, writeFileSync } from 'node:fs';
import createWabt from 'wabt';

const pathOf = name => new URL(`../src/trees/${name}`, import.meta.url);
const wabt = await createWabt();
const parsed = wabt.parseWat('histogram.wat', readFileSync(pathOf('histogram.wat'), 'utf8'), {
  simd: true,
  bulk_memory: true,
});
const bytes = Buffer.from(parsed.toBinary({}).buffer);
writeFileSync(
  pathOf('histogram-wasm.generated.ts'),
  `/** What histogram.wat assembles to, in base64. */\nexport const histogramWasm =\n  '${bytes.toString('base64')}';\n`,
);
