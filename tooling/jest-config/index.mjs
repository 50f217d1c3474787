import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * A jest project that runs a package's tests from source: swc turns TypeScript into CommonJS, and the
 * `@heph/source` condition resolves workspace packages to their `src` without a build.
 *
 * @param {string} displayName the package's name
 * @param {import('jest').Config} [overrides]
 */
export function jestProject(displayName, overrides = {}) {
  return {
    displayName,
    testMatch: ['<rootDir>/{src,test}/**/*.test.ts'],
    testEnvironment: require.resolve('./environment.cjs'),
    testEnvironmentOptions: {
      customExportConditions: ['@heph/source', 'node', 'node-addons'],
      // TensorFlow.js finishes work after a file's last test, and reads its globals then.
      globalsCleanup: 'off',
    },
    transform: {
      '^.+\\.m?ts$': [
        require.resolve('@swc/jest'),
        {
          jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
          module: { type: 'commonjs' },
          sourceMaps: 'inline',
        },
      ],
    },
    ...overrides,
  };
}
