import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { jestProject } from '@heph/jest-config';

const project = jestProject('turbine');
const [[, [transformer]]] = Object.entries(project.transform);

/** What draws the charts comes as ES modules only, which jest loads once they are turned into CommonJS. */
const esModules =
  /[\\/](@observablehq|isoformat|boolbase|css-select|css-what|cssomnom|nth-check|dom[a-z-]+|htmlparser2|entities)[\\/].+\.js$/;

/** D3 is one .mjs file, which jest never takes for CommonJS; the one for browsers it does. */
const fromPlot = createRequire(createRequire(import.meta.url).resolve('@observablehq/plot'));
const d3 = join(dirname(fromPlot.resolve('d3')), 'd3.min.js');

export default {
  ...project,
  testMatch: ['<rootDir>/{src,test,web}/**/*.test.ts'],
  transform: {
    ...project.transform,
    [esModules.source]: [
      transformer,
      { jsc: { parser: { syntax: 'ecmascript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: [],
  moduleNameMapper: { '^d3$': d3 },
};
