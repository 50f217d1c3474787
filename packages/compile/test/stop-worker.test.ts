import { join } from 'node:path';
import { runSource } from '@heph/testing';
import { expect, it } from '@jest/globals';

it('a worker that runs compiled steps ends by a signal, as the README says, and the process goes on', () => {
  const swc = require.resolve('@swc/core', { paths: [require.resolve('@heph/testing')] });
  const { status, stdout, stderr } = runSource(join(__dirname, 'stop-worker.ts'), [swc]);
  expect([stdout.trim(), stderr.includes('Napi::Error'), status]).toEqual([
    'the worker ended with 0, and the process goes on',
    false,
    0,
  ]);
});
