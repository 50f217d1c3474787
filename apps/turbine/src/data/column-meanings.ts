import { fileColumns, sensors, target, yearColumn } from './columns';

/** What a column is about, where that is known. */
export interface ColumnMeaning {
  /** In words. */
  readonly text: string;
  /** `°C`; absent for what has none. */
  readonly unit?: string;
}

/** The columns of the gas-turbine data, as the publication describes them. */
const gasTurbine: Readonly<Record<string, ColumnMeaning>> = {
  AT: { text: 'ambient temperature', unit: '°C' },
  AP: { text: 'ambient pressure', unit: 'mbar' },
  AH: { text: 'ambient humidity', unit: '%' },
  AFDP: { text: 'air filter difference pressure', unit: 'mbar' },
  GTEP: { text: 'gas turbine exhaust pressure', unit: 'mbar' },
  TIT: { text: 'turbine inlet temperature', unit: '°C' },
  TAT: { text: 'turbine after temperature', unit: '°C' },
  TEY: { text: 'turbine energy yield', unit: 'MWh' },
  // The publication says mbar, which is a thousandth of what a compressor of this size gives.
  CDP: { text: 'compressor discharge pressure', unit: 'bar' },
  [target]: { text: 'nitrogen oxides in the exhaust', unit: 'mg/m³' },
  [yearColumn]: { text: 'year of the measurement' },
};

/** Whether a model with these columns and this target is one of the gas turbine. */
export function isGasTurbine(columns: readonly string[], predicted: string): boolean {
  const known: readonly string[] = [...fileColumns, yearColumn];
  return (
    predicted === target &&
    columns.every(name => known.includes(name)) &&
    sensors.some(name => columns.includes(name))
  );
}

/** What the columns of such a model are about; of other data nothing is known. */
export function columnMeanings(
  columns: readonly string[],
  predicted: string,
): Readonly<Record<string, ColumnMeaning>> {
  return isGasTurbine(columns, predicted) ? gasTurbine : {};
}
