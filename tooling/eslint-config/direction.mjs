/**
 * Which package may import which. An arrow points one way only; what is not listed is an error.
 * `data`, `layers` and `compile` are roots: `data` loads without TensorFlow.js, the other two know nothing of us.
 */
const mayImport = {
  data: [],
  layers: [],
  compile: [],
  estimator: ['data'],
  transformer: ['estimator', 'data', 'layers'],
  baselines: ['estimator', 'data'],
  autoconfig: ['baselines', 'estimator', 'data'],
  enhanced: ['autoconfig', 'baselines', 'transformer', 'estimator', 'layers', 'data'],
};

const withoutTensors = ['data', 'estimator', 'baselines', 'autoconfig'];

function forbidden(name) {
  const others = Object.keys(mayImport).filter(other => other !== name && !mayImport[name].includes(other));
  const patterns = [
    {
      group: [...others.flatMap(other => [`@heph/${other}`, `@heph/${other}/*`]), '@heph/turbine'],
      message: `Imports run one way: ${name} may import ${mayImport[name].map(n => `@heph/${n}`).join(', ') || 'no other @heph package'}.`,
    },
    {
      group: ['**/packages/**', '@heph/*/src/*', '@heph/*/dist/*'],
      message: 'Import a package by its public name.',
    },
    { group: ['@tensorflow/*/dist/*'], message: 'Private paths of TensorFlow.js break between releases.' },
  ];
  if (withoutTensors.includes(name))
    patterns.push({ group: ['@tensorflow/*'], message: `${name} must load without TensorFlow.js.` });
  if (name === 'compile')
    patterns.push({ group: ['@tensorflow/tfjs-layers'], message: 'compile depends on tfjs-core only.' });
  return patterns;
}

/** One block a package: its product code obeys the arrows (tests may use anything). */
export const direction = Object.keys(mayImport).map(name => ({
  name: `heph/direction/${name}`,
  files: [`packages/${name}/src/**/*.ts`],
  ignores: ['**/*.test.ts'],
  rules: { 'no-restricted-imports': ['error', { patterns: forbidden(name) }] },
}));

/** Node's own modules stay under a package's `/node` subpath, so that the main entry runs in a browser. */
export const browserSafe = {
  name: 'heph/browser-safe',
  files: ['packages/*/src/**/*.ts'],
  ignores: ['packages/*/src/node/**', 'packages/*/src/node.ts', '**/*.test.ts'],
  rules: { 'import-x/no-nodejs-modules': 'error' },
};
