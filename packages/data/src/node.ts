export { readCsv } from './node/read-csv';
