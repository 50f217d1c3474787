/**
 * Which words mean that a cell has no value. A cell is missing exactly if it is one of these, white space around it left
 * out and letters as they stand here: so it is in numbers and in text, quoted or not, in `parseCsv`, `readCsv` and
 * `readCsvRows`. `missingValues` replaces the list.
 *
 * They are the words of pandas' `read_csv` (spreadsheets, R, SQL, Python and old C libraries write them) and `?`, which
 * the files of the UCI repository have.
 */
export const missingWords: readonly string[] = [
  '',
  '?',
  'NA',
  '<NA>',
  'N/A',
  'n/a',
  '#N/A',
  '#NA',
  '#N/A N/A',
  'NaN',
  'nan',
  '-NaN',
  '-nan',
  'null',
  'NULL',
  'None',
  '1.#IND',
  '-1.#IND',
  '1.#QNAN',
  '-1.#QNAN',
];
