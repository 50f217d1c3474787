import { jestProject } from '@heph/jest-config';

export default jestProject('estimator');
