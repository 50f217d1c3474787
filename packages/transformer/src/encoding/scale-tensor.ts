import * as tf from '@tensorflow/tfjs-core';
import { FARTHEST, type ColumnScaling, type QuantileMap } from './column-scaling';

/** What `scaler` does, on a tensor `[rows]` of float32 numbers. */
export function scaleTensor(values: tf.Tensor, scaling: ColumnScaling): tf.Tensor {
  if ('knots' in scaling) return interpolate(values, scaling);
  const centred = subtract(values, scaling.mean);
  const z = tf.clipByValue(tf.div(centred, scaling.standardDeviation), -FARTHEST, FARTHEST);
  if (!('softLimit' in scaling)) return z;
  return tf.div(z, tf.sqrt(tf.add(1, tf.square(tf.div(z, scaling.softLimit)))));
}

/** A line through points is its first value and every rise, as far as it has been climbed. */
function interpolate(values: tf.Tensor, { knots, values: heights }: QuantileMap): tf.Tensor {
  const start = heights[0] ?? 0;
  if (knots.length < 2) return tf.fill(values.shape, start);
  // Counted from the middle, where most numbers are, float32 tells them apart best.
  const origin = knots[knots.length >> 1]!;
  const climbs = knots.slice(1).map((knot, i) => ({
    from: knots[i]! - origin,
    // Below float32's range a step is a jump.
    length: Math.max(knot - knots[i]!, 1e-37),
    rise: heights[i + 1]! - heights[i]!,
  }));
  const row = (of: (climb: (typeof climbs)[number]) => number) => tf.tensor2d([climbs.map(of)]);
  const climbed = tf.sub(
    tf.expandDims(subtract(values, origin), 1),
    row(({ from }) => from),
  );
  const share = tf.clipByValue(
    tf.div(
      climbed,
      row(({ length }) => length),
    ),
    0,
    1,
  );
  return tf.add(
    tf.sum(
      tf.mul(
        share,
        row(({ rise }) => rise),
      ),
      1,
    ),
    start,
  );
}

/** Subtracts a float64 number from float32 ones in two parts, so that nothing of it is lost. */
function subtract(values: tf.Tensor, number: number): tf.Tensor {
  const coarse = Math.fround(number);
  return Number.isFinite(coarse) ? tf.sub(tf.sub(values, coarse), number - coarse) : tf.sub(values, number);
}
