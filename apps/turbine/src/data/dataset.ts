import type { Table } from '@heph/data';

/** The places where rows are looked for, in that order, in words. */
export const dataSources = {
  argument: 'a folder given with --data',
  environment: 'the folder that HEPH_TURBINE_DATA names',
  checkout: 'data/turbine in the checkout',
  neighbour: 'shared/data/turbine beside the checkout',
  cache: 'the cache of an earlier download',
  download: 'downloaded for this run',
  simulation: 'simulated data',
} as const;

export type DataSource = keyof typeof dataSources;

/** The rows to compare on: nine sensors, the year, and the target. */
export interface Dataset {
  readonly table: Table;
  readonly source: DataSource;
  /** The folder or address it came from; undefined for a simulation. */
  readonly location?: string;
  /** Whether every file is, byte for byte, what the UCI archive published. */
  readonly verified: boolean;
}

/** One line about the data. A simulation says so first. */
export function describeSource({ source, verified }: Pick<Dataset, 'source' | 'verified'>): string {
  if (source === 'simulation')
    return `${dataSources.simulation}: rows from a built-in model of a gas turbine, not measurements`;
  const files = verified
    ? 'the files as published, by their checksums'
    : 'not the files as published: their checksums differ';
  return `UCI Gas Turbine CO and NOx Emission Data Set, ${dataSources[source]} (${files})`;
}
