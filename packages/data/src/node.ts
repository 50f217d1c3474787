export { readCsv } from './node/read-csv';
export { type CsvRow, type CsvRowsOptions } from './csv/csv-rows';
export { readCsvRows } from './node/read-csv-rows';
export { writeFileAtomic } from './node/write-file-atomic';
