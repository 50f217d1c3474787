/** All packages in one run; each brings its own project file. */
export default {
  projects: ['<rootDir>/packages/*', '<rootDir>/apps/*', '<rootDir>/tooling/testing'],
  // Tests that train for real take seconds, more on a busy machine.
  testTimeout: 180_000,
  reporters: ['default', '@heph/jest-config/summary-reporter'],
};
