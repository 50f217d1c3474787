import { memory, util, type Tensor } from '@tensorflow/tfjs-core';

/** How far apart two numbers may be: `|actual − expected| ≤ atol + rtol · |expected|`. */
export interface Tolerance {
  /** Relative part. Default 1e-5. */
  rtol?: number;
  /** Absolute part. Default 1e-6. */
  atol?: number;
}

/** Anything that can be read as a row of numbers. */
export type Numbers = Tensor | ArrayLike<number>;

/** Throws unless two tensors (or arrays) have equal sizes, and equal values but for rounding; names the worst element. */
export function expectTensorsClose(actual: Numbers, expected: Numbers, tolerance: Tolerance = {}): void {
  const { rtol = 1e-5, atol = 1e-6 } = tolerance;
  const shapes = [shapeOf(actual), shapeOf(expected)] as const;
  if (shapes[0] && shapes[1] && !util.arraysEqual(shapes[0], shapes[1])) {
    throw new Error(`expected shape [${shapes[1].join(', ')}]; received [${shapes[0].join(', ')}]`);
  }
  const [received, wanted] = [valuesOf(actual), valuesOf(expected)];
  if (received.length !== wanted.length) {
    throw new Error(`expected ${wanted.length} values; received ${received.length}`);
  }
  const excess = (i: number) => {
    const [a, b] = [received[i]!, wanted[i]!];
    if (Object.is(a, b) || (Number.isNaN(a) && Number.isNaN(b))) return -Infinity;
    const beyond = Math.abs(a - b) - (atol + rtol * Math.abs(b));
    return Number.isNaN(beyond) ? Infinity : beyond;
  };
  let worst = 0;
  for (let i = 1; i < wanted.length; i++) if (excess(i) > excess(worst)) worst = i;
  if (wanted.length > 0 && excess(worst) > 0) {
    throw new Error(
      `element ${worst}: expected ${wanted[worst]}; received ${received[worst]} (rtol ${rtol}, atol ${atol})`,
    );
  }
}

/** Runs `fn` and throws if it leaves more tensors, or fewer, than there were; what it returns has to be no tensor. */
export async function noLeakedTensors<T>(fn: () => T | Promise<T>): Promise<T> {
  const before = memory().numTensors;
  const result = await fn();
  const leaked = memory().numTensors - before;
  if (leaked !== 0)
    throw new Error(
      `expected as many tensors as before; ${leaked > 0 ? 'leaked' : 'lost'} ${Math.abs(leaked)}`,
    );
  return result;
}

function shapeOf(values: Numbers): number[] | undefined {
  return 'dataSync' in values ? values.shape : undefined;
}

function valuesOf(values: Numbers): ArrayLike<number> {
  return 'dataSync' in values ? values.dataSync() : values;
}
