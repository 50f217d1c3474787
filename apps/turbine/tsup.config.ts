import { library } from '@heph/build-config';

export default library({ cli: 'src/cli.ts' }, { executable: true });
