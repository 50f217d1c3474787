import { requireNumericColumn } from '@heph/data';
import { sensors, target, yearColumn } from '../data/columns';
import { type Dataset, dataSources, describeSource } from '../data/dataset';
import type { Split, SplitName } from '../data/split';
import type { PresetName } from '../models/presets';
import { type Machine, thisMachine, versions } from './environment';
import type { EpochLoss } from './epoch-losses';
import { findFindings } from './findings';
import { type LearnedInteractions, learnedInteractions } from './learned-interactions';
import { type LearningCurve, learningCurves } from './learning-curve';
import type { ModelResult, ModelRun } from './model-result';
import { type LearnedShares, learnedShares } from './pair-shares';
import { protocolDescriptions, type ProtocolName } from './protocol';
import type { SeenInteraction } from './seen-interactions';
import { type PairedTest, pairedTests } from './significance';
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
  /** The shares of the labelled rows that models were fitted on, the smallest first. */
  readonly labelFractions: readonly number[];
  /** One a fit: every protocol, share of the labels, model and seed. */
  readonly models: readonly ModelResult[];
  /** One a model: means and standard deviations over the seeds, by the first protocol with the largest share. */
  readonly summaries: readonly ModelSummary[];
  /** The same by every protocol, with the protocol in a sentence. */
  readonly protocols: readonly ProtocolSummaries[];
  /** Whether differences between the models of `summaries` are proven: one for each two of them. */
  readonly tests: readonly PairedTest[];
  /** Empty where there was only one share of the labels. */
  readonly learningCurves: readonly LearningCurve[];
  /** The losses of networks epoch by epoch: of the fits of `summaries`. */
  readonly trainingCurves: readonly TrainingCurve[];
  /** Which columns go together: what a forest saw in the training rows, and what the models of `summaries` learned. */
  readonly interactions: {
    readonly forest: readonly SeenInteraction[];
    readonly models: readonly LearnedInteractions[];
    /** What the pair layers of networks learned, by their weights; models without such a layer are not there. */
    readonly pairLayers: readonly LearnedShares[];
  };
  readonly findings: readonly string[];
  readonly versions: Readonly<Record<string, string>>;
  readonly machine: Machine;
  /** When the comparison was finished, ISO 8601. */
  readonly finishedAt: string;
}

export interface TrainingCurve {
  readonly name: string;
  readonly seed: number;
  readonly epochs: readonly EpochLoss[];
}

export interface ProtocolSummaries {
  readonly name: ProtocolName;
  readonly description: string;
  readonly summaries: readonly ModelSummary[];
}

export interface ComparisonInput {
  readonly dataset: Dataset;
  readonly split: Split;
  readonly preset: PresetName;
  readonly seeds: readonly number[];
  readonly runs: readonly ModelRun[];
  readonly seenInteractions: readonly SeenInteraction[];
}

/**
 * Everything about a finished run but its predictions.
 *
 * @param input with at least one fit
 */
export function describeComparison(input: ComparisonInput): Comparison {
  const { dataset, split, preset, seeds, runs } = input;
  const models = runs.map(run => run.result);
  const simulated = dataset.source === 'simulation';
  const labelFractions = [...new Set(models.map(result => result.labelFraction))].sort((a, b) => a - b);
  const protocols = [...new Set(models.map(result => result.protocol))].map(name => ({
    name,
    description: protocolDescriptions[name],
    summaries: summarize(runsOf(runs, name).map(run => run.result)),
  }));
  const main = protocols[0]!;
  const mainRuns = runsOf(runs, main.name);
  const tests = pairedTests(mainRuns, requireNumericColumn(split.test, target).values);
  const curves = learningCurves(models);
  const interactions = {
    forest: input.seenInteractions,
    models: learnedInteractions(mainRuns),
    pairLayers: learnedShares(mainRuns),
  };
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
    labelFractions,
    models,
    summaries: main.summaries,
    protocols,
    tests,
    learningCurves: curves,
    trainingCurves: mainRuns
      .filter(({ epochs }) => epochs.length > 0)
      .map(({ result: { name, seed }, epochs }) => ({ name, seed, epochs })),
    interactions,
    findings: findFindings({
      protocols,
      tests,
      curves,
      interactions,
      simulated,
      split: split.name,
      seeds: seeds.length,
      testRows: split.test.numRows,
    }),
    versions: versions(),
    machine: thisMachine(),
    finishedAt: new Date().toISOString(),
  };
}

/** The fits by one protocol with the largest share of the labels: what tables and plots show. */
export function runsOf(runs: readonly ModelRun[], protocol: ProtocolName): ModelRun[] {
  const largest = Math.max(...runs.map(({ result }) => result.labelFraction));
  return runs.filter(({ result }) => result.protocol === protocol && result.labelFraction === largest);
}
