export { readCsv } from './node/read-csv';
export { writeFileAtomic } from './node/write-file-atomic';
