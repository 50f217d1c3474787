/** All packages in one run; each brings its own project file. */
export default {
  projects: ['<rootDir>/packages/*', '<rootDir>/apps/*', '<rootDir>/tooling/testing'],
  reporters: ['default', '@heph/jest-config/summary-reporter'],
};
