// Assembles the kernels, after every change of one: node scripts/assemble.mjs
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import createWabt from 'wabt';

const folder = new URL('../src/trees/', import.meta.url);
const wabt = await createWabt();
for (const name of readdirSync(folder).filter(file => file.endsWith('.wat'))) {
  const source = readFileSync(new URL(name, folder), 'utf8');
  const { buffer } = wabt.parseWat(name, source, { simd: true }).toBinary({});
  const base64 = Buffer.from(buffer).toString('base64');
  writeFileSync(
    new URL(name.replace('.wat', '.wasm.generated.ts'), folder),
    `/** What ${name} assembles to, in base64. */\nexport const wasm =\n  '${base64}';\n`,
  );
}
