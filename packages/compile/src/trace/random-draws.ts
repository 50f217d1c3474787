import { type Tensor, randomNormal, randomUniform } from '@tensorflow/tfjs-core';
import { CompileError } from '../errors';
import { type GraphBuilder } from '../graph/builder';
import { type TensorDType, type Value } from '../graph/value';
import { engine } from './engine';

/** What JavaScript's generator is held at while a step is traced, so that draws can be recognised. */
const pinnedSeed = 0.372_914_856;
const compared = 16;

type Distribution = 'uniform' | 'normal';

/** A draw of a stock operation: `offset + scale · z`, z standard uniform or standard normal. */
export interface Draw {
  readonly distribution: Distribution;
  readonly offset: number;
  readonly scale: number;
}

/**
 * Recognises the random numbers that TensorFlow.js draws in JavaScript before they reach a kernel (`tf.randomUniform`,
 * `tf.randomNormal`, `tf.dropout`). As constants they would be the same in every run. With `Math.random` pinned,
 * every unseeded draw is a scaled and shifted copy of one known stream, so that its bounds can be read off the
 * numbers. A draw that does not fit the stream has a seed of its own and is the same in every eager step too.
 */
export class RandomDraws {
  private readonly streams: Readonly<Record<Distribution, Float32Array>>;

  constructor() {
    this.streams = {
      uniform: numbersOf(randomUniform([compared], 0, 1, 'float32', pinnedSeed)),
      normal: numbersOf(randomNormal([compared], 0, 1, 'float32', pinnedSeed)),
    };
  }

  /** Runs the step with `Math.random` pinned. */
  static pinned<T>(step: () => T): T {
    const original = Math.random;
    Math.random = () => pinnedSeed;
    try {
      return step();
    } finally {
      Math.random = original;
    }
  }

  /** What was drawn, or `undefined` if these numbers were not drawn at random or are always the same. */
  recognise(values: ArrayLike<number>, dtype: TensorDType): Draw | undefined {
    const operation = engine().state.activeScope?.name.replace(/__op$/, '') ?? '';
    if (!/^(rand$|random|truncatedNormal$)/.test(operation)) return undefined;
    const distribution =
      operation === 'randomUniform' ? 'uniform' : operation === 'randomNormal' ? 'normal' : undefined;
    if (!distribution || dtype !== 'float32')
      throw new CompileError(
        'untraceable',
        `The step draws ${dtype} random numbers by tf.${operation}; only float32 draws of tf.randomUniform, ` +
          'tf.randomNormal and tf.dropout can be compiled. If a layer makes its weights here, build it before.',
      );
    return fit(values, this.streams[distribution], distribution);
  }
}

function numbersOf(tensor: Tensor): Float32Array {
  const numbers = tensor.dataSync<'float32'>().slice();
  tensor.dispose();
  return numbers;
}

/** Solves `values = offset + scale · stream`, or answers `undefined` where there is no such line. */
function fit(values: ArrayLike<number>, stream: Float32Array, distribution: Distribution): Draw | undefined {
  const count = Math.min(values.length, stream.length);
  const at = (numbers: ArrayLike<number>, i: number) => numbers[i] ?? 0;
  if (count === 0) return undefined;
  const scale = count === 1 ? 1 : (at(values, 1) - at(values, 0)) / (at(stream, 1) - at(stream, 0));
  const offset = at(values, 0) - scale * at(stream, 0);
  const tolerance = 1e-5 * (Math.abs(scale) + Math.abs(offset));
  for (let i = 0; i < count; i++) {
    if (Math.abs(at(values, i) - offset - scale * at(stream, i)) > tolerance) return undefined;
  }
  // One number alone fits any line: take it for a standard draw only if it is one.
  if (count === 1 && Math.abs(offset) > tolerance) return undefined;
  return { distribution, offset: snap(offset, scale), scale: snap(scale, offset) };
}

/** Rounds away what float32 draws leave of a round number: bounds of 0 and 1 come out as 0 and 1. */
function snap(value: number, other: number): number {
  const digits = 1e5 / Math.max(Math.abs(value), Math.abs(other), 1e-30);
  return Math.round(value * digits) / digits;
}

/** Nodes that draw anew in every run; `uniform` gives fresh numbers in [0, 1). */
export function sample(graph: GraphBuilder, draw: Draw, uniform: () => Value): Value {
  const standard = draw.distribution === 'uniform' ? uniform() : boxMuller(graph, uniform(), uniform());
  const scaled = draw.scale === 1 ? standard : graph.binary('Mul', standard, graph.scalar(draw.scale));
  return draw.offset === 0 ? scaled : graph.binary('Add', scaled, graph.scalar(draw.offset));
}

/** √(−2 ln(1 − u)) · cos(2π v): Box and Muller 1958, "A Note on the Generation of Random Normal Deviates". */
function boxMuller(graph: GraphBuilder, u: Value, v: Value): Value {
  const logarithm = graph.unary('Log', graph.binary('Sub', graph.scalar(1), u));
  const radius = graph.unary('Sqrt', graph.binary('Mul', logarithm, graph.scalar(-2)));
  return graph.binary('Mul', radius, graph.unary('Cos', graph.binary('Mul', v, graph.scalar(2 * Math.PI))));
}
