import { expect } from '@jest/globals';
import { tensor, tidy, zeros, type serialization } from '@tensorflow/tfjs-core';
import { input, type layers } from '@tensorflow/tfjs-layers';
import { applyLayer } from './layer-run';
import { type LayerSpec } from './layer-spec';

type LayerConstructor = serialization.SerializableConstructor<layers.Layer>;

/**
 * Once built, a layer takes no input of another width or rank than it was built for, unless the specification says that
 * it does: neither by itself, nor inside a model (which does not go through `apply`), nor when a model is put together.
 * For what it takes, it gives the shape it announces.
 */
export function checkOtherShapes({ create, inputs, accepts = () => false }: LayerSpec): void {
  tidy(() => {
    const layer = create();
    const given = inputs();
    applyLayer(layer, given);
    given.forEach((x, i) => {
      for (const shape of otherShapes(x.shape)) {
        const others = given.with(i, zeros(shape, x.dtype as 'float32' | 'int32'));
        const shapes = others.map(other => other.shape);
        const single = others.length === 1;
        const named = `[${shapes.map(other => other.join(', ')).join('] and [')}]`;
        if (accepts(shape, i)) {
          const announced = layer.computeOutputShape(single ? shapes[0]! : shapes);
          expect([named, applyLayer(layer, others).shape]).toEqual([named, announced]);
          continue;
        }
        const symbols = others.map(other =>
          input({
            batchShape: other.rank > 1 ? [null, ...other.shape.slice(1)] : other.shape,
            dtype: other.dtype,
          }),
        );
        const ways: Record<string, () => unknown> = {
          alone: () => applyLayer(layer, others),
          'inside a model': () => layer.call(single ? others[0]! : others, {}),
          'in a graph': () => layer.apply(single ? symbols[0]! : symbols),
        };
        for (const [way, apply] of Object.entries(ways)) expectRefusal(apply, `${named} ${way}`);
      }
    });
    layer.dispose();
  });
}

/** Each axis but the batch one longer and of size one, an axis more, an axis less, and none. */
function otherShapes(shape: readonly number[]): number[][] {
  const axes = shape.map((_, axis) => axis).slice(1);
  return [
    ...axes.map(axis => shape.with(axis, shape[axis]! + 1)),
    ...axes.filter(axis => shape[axis] !== 1).map(axis => shape.with(axis, 1)),
    shape.toSpliced(1, 0, 1),
    shape.slice(0, -1),
    [],
  ];
}

function expectRefusal(apply: () => unknown, what: string): void {
  let error: unknown;
  try {
    apply();
  } catch (thrown) {
    error = thrown;
  }
  if (!(error instanceof RangeError) || !/; received /.test(error.message))
    throw new Error(
      `expected a RangeError that says what was received for ${what}; received ${String(error)}`,
    );
}

/** An option that does not exist is refused by name, with the nearest one; those that every layer has are taken. */
export function checkUnknownOptions({ create }: LayerSpec): void {
  const constructor = create().constructor as LayerConstructor;
  const config = create().getConfig();
  const make = (options: object) => () => constructor.fromConfig(constructor, { ...config, ...options });
  expect(make({ names: 'x' })).toThrow(TypeError);
  expect(make({ names: 'x' })).toThrow(/ has no option "names": did you mean "name"\? it takes /);
  for (const option of Object.keys(config).filter(name => name !== 'dtype'))
    expect(make({ [`${option}_s`]: 1 })).toThrow(`"${option}_s": did you mean "${option}"?`);
  const common = {
    name: 'x',
    trainable: false,
    inputShape: [3],
    batchSize: 2,
    dtype: 'float32',
    inputDType: 'float32',
  };
  expect(make({ ...common, batchInputShape: [null, 3], weights: undefined })).not.toThrow();
  const bare = constructor as unknown as new (options: null) => unknown;
  expect(() => new bare(null)).toThrow(/: options must be an object; received null/);
}

/** Real codes count as integers do; what is no code gives NaN, and changes nothing in other rows. */
export function checkCodes({ create, inputs, codes }: LayerSpec): void {
  if (!codes) return;
  const { input: position, counts } = codes;
  tidy(() => {
    const layer = create();
    const given = inputs();
    const [rows, columns] = given[position]!.shape as [number, number];
    const numbers = Array.from(given[position]!.dataSync());
    const run = (values: number[], dtype: 'float32' | 'int32') =>
      applyLayer(layer, given.with(position, tensor(values, [rows, columns], dtype)));
    const expected = run(numbers, 'int32');
    const plain = expected.dataSync();
    expect(run(numbers, 'float32').dataSync()).toEqual(plain);
    const rowSize = expected.size / rows;
    for (const [column, count] of counts.entries()) {
      const bounds = Number.isFinite(count) ? [-1, count, count + 1000, 2 ** 30] : [];
      const faults: [number, 'float32' | 'int32'][] = [
        ...bounds.flatMap((code): [number, 'float32' | 'int32'][] => [
          [code, 'int32'],
          [code, 'float32'],
        ]),
        ...[NaN, 0.5, 1e10, -1e10, Infinity, -Infinity].map((code): [number, 'float32'] => [code, 'float32']),
      ];
      for (const [code, dtype] of faults) {
        const values = run(numbers.with(column, code), dtype).dataSync();
        const [first, others] = [values.slice(0, rowSize), values.slice(rowSize)];
        expect([code, first.some(Number.isNaN)]).toEqual([code, true]);
        const stray = Array.from(first).filter((value, i) => !Number.isNaN(value) && value !== plain[i]);
        expect([code, dtype, stray]).toEqual([code, dtype, []]);
        expect(others).toEqual(plain.slice(rowSize));
      }
    }
    layer.dispose();
  });
}
