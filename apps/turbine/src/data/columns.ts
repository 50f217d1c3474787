/** The nine sensors that every model sees, in the order of the files. */
export const sensors = ['AT', 'AP', 'AH', 'AFDP', 'GTEP', 'TIT', 'TAT', 'TEY', 'CDP'] as const;

/** Nitrogen oxides in the exhaust, mg/m³: what is predicted. */
export const target = 'NOX';

/** Carbon monoxide: measured beside NOx, so no model may see it. */
const carbonMonoxide = 'CO';

/** The header of every file. */
export const fileColumns = [...sensors, carbonMonoxide, target] as const;

export type FileColumn = (typeof fileColumns)[number];

/** The year a row was measured in, taken from the name of its file. */
export const yearColumn = 'year';

export interface OriginalFile {
  readonly year: number;
  readonly name: string;
  readonly rows: number;
  readonly sha256: string;
}

/** The files of the UCI Machine Learning Repository, data set 551, as they were published. */
export const originalFiles: readonly OriginalFile[] = [
  original(2011, 7411, 'd87ceef9aa59533cc7d924d10de241b1b06ecd11f9b26bab59191ea0f8a76b9a'),
  original(2012, 7628, 'be54b9d0e1a7de40c55d32fa489e75de892b000c066b5a09f09a19124ee29100'),
  original(2013, 7152, '13c437bb440ec2045bd12057e6654c41dd4107a661eac16ba2e878e897a08f9e'),
  original(2014, 7158, 'c2a03c92c9c3207aad0c6be7de8d9b5b4bfa4720ad0efb2c1f21b6cec4d3f3fa'),
  original(2015, 7384, '9b08f35fde0d4b138232a605db4093c2b8bf9d6757e6f1fbd9534ad616c13591'),
];

function original(year: number, rows: number, sha256: string): OriginalFile {
  return { year, name: `gt_${year}.csv`, rows, sha256 };
}
