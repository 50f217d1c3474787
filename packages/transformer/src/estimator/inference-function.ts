import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { SingleRowConfig } from '../config/single-row-config';
import { CategoryCode, NUM_RESERVED_CODES } from '../encoding/encoded-rows';
import type { InputEncoderState } from '../encoding/input-encoder';
import { scaleTensor } from '../encoding/scale-tensor';

/** One column of a table as an input of a function of tensors. */
export interface ColumnInput {
  name: string;
  /** `[null]`: one value a row. */
  shape: [null];
  dtype: 'float32' | 'int32';
  /** Of a categorical column: the function takes the position of a cell's text in this list. */
  vocabulary?: string[];
  /** The position of text that is not in the vocabulary. */
  unknown?: number;
}

/** A whole predictor, scaling and all, as a function of tensors: what an exporter needs. */
export interface InferenceFunction {
  inputs: ColumnInput[];
  outputName: string;
  /** From one tensor `[rows]` a column to predictions: numbers `[rows]`, or probabilities `[rows, classes]`. */
  compute: (columns: Record<string, tf.Tensor>) => tf.Tensor;
  /** `missing`: for columns where empty text is a category, how a missing one is written (JSON). */
  metadata: Record<string, string>;
}

/** What becomes of the network's outputs `[rows, units]`, of its inputs, and of the columns as they are. */
export interface InferenceOutput {
  name: string;
  compute: (
    outputs: tf.Tensor,
    inputs: readonly tf.Tensor[],
    columns: Readonly<Record<string, tf.Tensor>>,
  ) => tf.Tensor;
  metadata?: Record<string, string>;
}

/**
 * How a missing category is written: as empty text, and in a column where that is a category itself as `<missing>`,
 * within as many more brackets as it takes. It comes first in every vocabulary.
 */
function missingText(words: readonly string[]): string {
  let text = '';
  while (words.includes(text)) text = text === '' ? '<missing>' : `<${text}>`;
  return text;
}

export function inferenceFunction(
  config: SingleRowConfig,
  network: LayersModel,
  state: InputEncoderState,
  output: InferenceOutput,
): InferenceFunction {
  const vocabularies = config.categoricalColumns.map((name, j) => seenCategories(config, state, name, j));
  const missing = vocabularies.map(words => missingText(words.map(({ category }) => category)));
  const spelled = Object.fromEntries(
    config.categoricalColumns.flatMap((name, j) => (missing[j] === '' ? [] : [[name, missing[j]]])),
  );
  return {
    inputs: [
      ...config.numericColumns.map((name): ColumnInput => ({ name, shape: [null], dtype: 'float32' })),
      ...config.categoricalColumns.map((name, j): ColumnInput => {
        const words = vocabularies[j]!.map(({ category }) => category);
        return { name, shape: [null], dtype: 'int32', vocabulary: [missing[j]!, ...words], unknown: -1 };
      }),
    ],
    outputName: output.name,
    metadata: {
      target: config.target ?? '',
      features: config.features.join(','),
      ...(Object.keys(spelled).length > 0 ? { missing: JSON.stringify(spelled) } : {}),
      ...output.metadata,
    },
    compute: columns =>
      tf.tidy(() => {
        const inputs: tf.Tensor[] = [];
        if (config.numericColumns.length > 0) {
          const values = config.numericColumns.map(name => columns[name]!);
          const absent = values.map(value => tf.isNaN(value));
          const scaled = values.map((value, j) =>
            tf.where(absent[j]!, tf.zerosLike(value), scaleTensor(value, state.standardizations[j]!)),
          );
          inputs.push(tf.stack(scaled, 1), tf.cast(tf.stack(absent, 1), 'int32'));
        }
        if (config.categoricalColumns.length > 0)
          inputs.push(
            tf.stack(
              config.categoricalColumns.map((name, j) => codesAt(columns[name]!, vocabularies[j]!)),
              1,
            ),
          );
        return output.compute(network.apply(inputs, { training: false }) as tf.Tensor, inputs, columns);
      }),
  };
}

interface SeenCategory {
  category: string;
  code: number;
}

function seenCategories(
  config: SingleRowConfig,
  state: InputEncoderState,
  name: string,
  j: number,
): SeenCategory[] {
  return (config.categories[name] ?? []).flatMap((category, k) =>
    state.seen[j]?.[k] ? [{ category, code: k + NUM_RESERVED_CODES }] : [],
  );
}

/** The network's codes for positions: −1 unknown, 0 missing, then the categories. */
function codesAt(positions: tf.Tensor, vocabulary: SeenCategory[]): tf.Tensor {
  const codes = [CategoryCode.unknown, CategoryCode.missing, ...vocabulary.map(({ code }) => code)];
  return tf.gather(tf.tensor1d(codes, 'int32'), tf.add(positions, tf.scalar(1, 'int32')));
}
