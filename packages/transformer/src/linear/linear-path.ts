import { requireNumericColumn, type Table } from '@heph/data';
import * as tf from '@tensorflow/tfjs-core';
import { scaler } from '../encoding/column-scaling';
import { scaleTensor } from '../encoding/scale-tensor';
import { fitStandardization, isStandardization, type Standardization } from '../encoding/standard-scaler';
import { leastSquares } from './least-squares';

/**
 * `intercept + Σ coefficients[j] · z_j`, where `z_j` is the j-th numeric column by its mean and standard deviation
 * however else the network sees it, so that the line goes on where ranks stand still; 0 where missing.
 */
export interface LinearPath {
  columns: Standardization[];
  coefficients: number[];
  intercept: number;
}

/**
 * Fits the path by least squares.
 *
 * @param columns names of the numeric columns
 * @param weights how much each row counts; null where all count alike
 */
export function fitLinearPath(
  table: Table,
  columns: readonly string[],
  targets: ArrayLike<number>,
  weights: Float32Array | null,
): LinearPath {
  const scales = columns.map(name => fitStandardization(requireNumericColumn(table, name).values));
  const { mean, standardDeviation } = fitStandardization(targets);
  const scaled = Float64Array.from(targets, value => (value - mean) / standardDeviation);
  const fit = leastSquares(scaledRows(table, columns, scales), scaled, weights);
  return {
    columns: scales,
    coefficients: fit.coefficients.map(coefficient => coefficient * standardDeviation),
    intercept: fit.intercept * standardDeviation + mean,
  };
}

/** What the path says of each row. */
export function linearValues(
  table: Table,
  names: readonly string[],
  { columns, coefficients, intercept }: LinearPath,
): Float64Array {
  const rows = scaledRows(table, names, columns);
  const width = names.length;
  return Float64Array.from({ length: table.numRows }, (_, i) =>
    coefficients.reduce((sum, coefficient, j) => sum + coefficient * rows[i * width + j]!, intercept),
  );
}

/**
 * The same of tensors.
 *
 * @param values a column each, `[rows]`, in the order of the path's columns
 */
export function linearTensor(
  values: readonly tf.Tensor[],
  { columns, coefficients, intercept }: LinearPath,
): tf.Tensor {
  const terms = values.map((value, j) => {
    const scaled = tf.where(tf.isNaN(value), tf.zerosLike(value), scaleTensor(value, columns[j]!));
    return tf.mul(scaled, coefficients[j]!);
  });
  return tf.add(tf.addN(terms), intercept);
}

/** Whether a value from a file is such a path. */
export function isLinearPath(value: unknown): value is LinearPath {
  if (typeof value !== 'object' || value === null) return false;
  const { columns, coefficients, intercept } = value as Record<string, unknown>;
  return (
    Array.isArray(columns) &&
    columns.every(isStandardization) &&
    Array.isArray(coefficients) &&
    coefficients.length === columns.length &&
    coefficients.every(Number.isFinite) &&
    Number.isFinite(intercept)
  );
}

/** Standardised numbers, row-major. */
function scaledRows(
  table: Table,
  names: readonly string[],
  scales: readonly Standardization[],
): Float64Array {
  const width = names.length;
  const rows = new Float64Array(table.numRows * width);
  names.forEach((name, j) => {
    const { values } = requireNumericColumn(table, name);
    const scale = scaler(scales[j]!);
    for (let i = 0; i < table.numRows; i++)
      rows[i * width + j] = Number.isNaN(values[i]!) ? 0 : scale(values[i]!);
  });
  return rows;
}
