import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import createWabt from 'wabt';

const sources = readdirSync(__dirname).filter(name => name.endsWith('.wat'));

describe('WebAssembly', () => {
  it.each(sources)('is what %s says', async name => {
    const wabt = await createWabt();
    const source = readFileSync(join(__dirname, name), 'utf8');
    const { buffer } = wabt.parseWat(name, source, { simd: true }).toBinary({});
    const assembled = readFileSync(join(__dirname, name.replace('.wat', '.wasm.generated.ts')), 'utf8');
    expect(assembled).toContain(`'${Buffer.from(buffer).toString('base64')}'`);
  });
});
