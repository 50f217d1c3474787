import { describe, expect, it } from '@jest/globals';
import { requireSameRun, runIdentity } from './run-identity';

const facts = { epochs: 4, columns: Array.from({ length: 40 }, (_, i) => `column ${i}`), pooling: undefined };
const arrays = { 'training rows': [Float32Array.of(1, 2, 3), Int32Array.of(1)] };

describe('runIdentity', () => {
  it('is the same for the same run, and says in what another differs', async () => {
    const saved = await runIdentity({ facts, arrays });
    const again = JSON.parse(JSON.stringify(await runIdentity({ facts, arrays })));
    expect(() => requireSameRun('here', saved, again)).not.toThrow();
    const other = await runIdentity({
      facts: { ...facts, epochs: 6, columns: facts.columns.slice(1), pooling: 'flatten' },
      arrays: { ...arrays, 'validation rows': [Int32Array.of()] },
    });
    expect(() => requireSameRun('here', saved, other)).toThrow(
      expect.objectContaining({
        code: 'schema-mismatch',
        message:
          'the checkpoint in here is of another training: epochs: expected 4; received 6; columns: not the same; ' +
          'pooling: expected none; received "flatten"; validation rows: not the same ' +
          '(fit with what it was made with, or give another checkpointDir)',
      }),
    );
  });

  it('notices every changed number, and numbers that change places', async () => {
    const identities = await Promise.all(
      [
        [Float32Array.of(1, 2, 3), Int32Array.of(1)],
        [Float32Array.of(1, 2, 4), Int32Array.of(1)],
        [Float32Array.of(1, 3, 2), Int32Array.of(1)],
        [Float32Array.of(1, 2), Float32Array.of(3), Int32Array.of(1)],
        [Float32Array.of(1, 2, 3), Int32Array.of(2)],
      ].map(parts => runIdentity({ facts: {}, arrays: { rows: parts } })),
    );
    expect(new Set(identities.map(({ rows }) => rows)).size).toBe(5);
  });
});
