export { readCsv } from './node/read-csv';
export { readCsvRows, type CsvRow, type CsvRowsOptions } from './node/read-csv-rows';
export { writeFileAtomic } from './node/write-file-atomic';
