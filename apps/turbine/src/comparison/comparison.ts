import { sensors, target, yearColumn } from '../data/columns';
import { type Dataset, dataSources, describeSource } from '../data/dataset';
import type { Split, SplitName } from '../data/split';
import type { PresetName } from '../models/presets';
import { type Machine, thisMachine, versions } from './environment';
import { findFindings } from './findings';
import type { ModelResult, ModelRun } from './model-result';
import { type ModelSummary, summarize } from './summary';

/** What `--json` writes. */
export interface Comparison {
  readonly dataset: {
    /** Where the rows came from, in words. */
    readonly source: string;
    /** The same with how the files compare with the published ones. */
    readonly description: string;
    readonly simulated: boolean;
    /** Whether the files are byte for byte what the UCI archive published. */
    readonly verified: boolean;
    readonly rows: number;
    readonly train: number;
    readonly validation: number;
    readonly test: number;
    readonly target: string;
    readonly features: readonly string[];
  };
  readonly split: SplitName;
  readonly splitDescription: string;
  readonly preset: PresetName;
  readonly seeds: readonly number[];
  /** One a model and seed. */
  readonly models: readonly ModelResult[];
  /** One a model: means and standard deviations over the seeds. */
  readonly summaries: readonly ModelSummary[];
  readonly findings: readonly string[];
  readonly versions: Readonly<Record<string, string>>;
  readonly machine: Machine;
  /** When the comparison was finished, ISO 8601. */
  readonly finishedAt: string;
}

export interface ComparisonInput {
  readonly dataset: Dataset;
  readonly split: Split;
  readonly preset: PresetName;
  readonly seeds: readonly number[];
  readonly runs: readonly ModelRun[];
}

/** Everything about a finished run but its predictions. */
export function describeComparison({ dataset, split, preset, seeds, runs }: ComparisonInput): Comparison {
  const models = runs.map(run => run.result);
  const summaries = summarize(models);
  const simulated = dataset.source === 'simulation';
  return {
    dataset: {
      source: dataSources[dataset.source],
      description: describeSource(dataset),
      simulated,
      verified: dataset.verified,
      rows: dataset.table.numRows,
      train: split.train.numRows,
      validation: split.validation.numRows,
      test: split.test.numRows,
      target,
      features: [...sensors, yearColumn].filter(name => split.train.has(name)),
    },
    split: split.name,
    splitDescription: split.description,
    preset,
    seeds,
    models,
    summaries,
    findings: findFindings({ summaries, simulated, split: split.name, seeds: seeds.length }),
    versions: versions(),
    machine: thisMachine(),
    finishedAt: new Date().toISOString(),
  };
}
