import { type layers } from '@tensorflow/tfjs-layers';

/** Arguments that every TensorFlow.js layer takes: `name`, `trainable`, `inputShape`, … */
export type LayerArgs = NonNullable<ConstructorParameters<typeof layers.Layer>[0]>;

/** What `apply` passes on to `call`; `training` is the only key that these layers read. */
export type CallArgs = Parameters<layers.Layer['call']>[1];

/** A shape with `null` for the axes that are known only when the layer runs. */
export type Shape = (number | null)[];

/** The one shape that a layer with a single input was given. */
export function onlyShape(shape: Shape | Shape[]): Shape {
  return Array.isArray(shape[0]) ? shape[0] : (shape as Shape);
}

/** The size of an axis, which must be known when a layer is built. */
export function knownSize(layer: string, shape: Shape, axis: number): number {
  const size = shape.at(axis);
  if (size == null) {
    throw new RangeError(
      `${layer} needs to know the size of axis ${axis}; received shape [${shape.join(', ')}]`,
    );
  }
  return size;
}

/** Refuses an input with another number of axes. */
export function checkRank(layer: string, shape: Shape, rank: number, meaning: string): void {
  if (shape.length !== rank) {
    throw new RangeError(`${layer} expects input [${meaning}]; received shape [${shape.join(', ')}]`);
  }
}

export function positiveInteger(name: string, value: number): number {
  if (Number.isInteger(value) && value > 0) return value;
  throw new RangeError(`${name} must be a positive integer; received ${value}`);
}

export function positiveNumber(name: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw new RangeError(`${name} must be a positive number; received ${value}`);
}

export function nonNegativeNumber(name: string, value: number): number {
  if (Number.isFinite(value) && value >= 0) return value;
  throw new RangeError(`${name} must be a number of at least 0; received ${value}`);
}

/** A share of something that cannot be all of it: what is dropped, or kept of an old value. */
export function fractionBelowOne(name: string, value: number): number {
  if (value >= 0 && value < 1) return value;
  throw new RangeError(`${name} must be at least 0 and below 1; received ${value}`);
}

/** One of a closed list of names. */
export function oneOf<T extends string>(name: string, allowed: readonly T[], value: T): T {
  if (allowed.includes(value)) return value;
  throw new RangeError(`${name} must be one of ${allowed.join(', ')}; received ${value}`);
}
