import { library } from '@heph/build-config';

export default library({ index: 'src/index.ts' });
