import { jestProject } from '@heph/jest-config';

const project = jestProject('turbine');
const { customExportConditions, ...environment } = project.testEnvironmentOptions;

// Observable Plot has no CommonJS build; the one for browsers loads as CommonJS.
export default {
  ...project,
  testEnvironmentOptions: { ...environment, customExportConditions: [...customExportConditions, 'umd'] },
};
