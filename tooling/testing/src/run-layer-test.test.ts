import { describe, expect, it } from '@jest/globals';
import {
  add,
  cast,
  clipByValue,
  customGrad,
  gather,
  getBackend,
  keep,
  mul,
  randomNormal,
  scalar,
  serialization,
  tensor,
  tidy,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable } from '@tensorflow/tfjs-layers';
import { useBackend } from './backends';
import {
  checkBackendsAgree,
  checkConfig,
  checkGradients,
  checkOptimizerStep,
  checkReference,
  checkSavedInModel,
  checkShapes,
  checkTensorCount,
} from './layer-checks';
import { checkCodes, checkOtherShapes, checkUnknownOptions } from './layer-refusals';
import { type LayerSpec } from './layer-spec';
import { runLayerTest } from './run-layer-test';

type LayerArgs = ConstructorParameters<typeof layers.Layer>[0];

/** `x ⊙ factors · power`: as small a layer as has a weight and an option. */
class Scale extends layers.Layer {
  static readonly className: string = 'HephTestScale';
  protected readonly power: number;
  protected factors!: LayerVariable;
  private width: number | undefined;

  constructor(args: LayerArgs & { power?: number } = {}) {
    if (args === null) throw new TypeError('scale: options must be an object; received null');
    Object.keys(args).forEach(checkOption);
    super(args);
    this.power = args.power ?? 1;
  }
  override build(inputShape: (number | null)[]): void {
    this.width = inputShape.at(-1)!;
    const initializer = initializers.randomNormal({ mean: 1, stddev: 0.1, seed: 1 });
    this.factors = this.addWeight('factors', [inputShape.at(-1)!], 'float32', initializer);
    this.built = true;
  }
  override call(inputs: Tensor | Tensor[]): Tensor {
    const x = Array.isArray(inputs) ? inputs[0]! : inputs;
    this.checkShape(x.shape);
    return tidy(() => mul(mul(x, this.factors.read()), this.power));
  }
  override computeOutputShape(inputShape: (number | null)[]): (number | null)[] {
    this.checkShape(inputShape);
    return inputShape;
  }
  protected checkShape(shape: (number | null)[]): void {
    if (shape.at(-1) !== this.width || shape.length !== 2)
      throw new RangeError(
        `scale expects input [batch, ${this.width}]; received shape [${shape.join(', ')}]`,
      );
  }
  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), power: this.power };
  }
}
serialization.registerClass(Scale);

function checkOption(option: string): void {
  const known =
    'power name trainable dtype inputShape batchInputShape batchSize inputDType weights customObjects';
  const nearest = ['power', 'name', 'trainable', 'dtype'].find(name => option.startsWith(name)) ?? 'name';
  if (!known.split(' ').includes(option))
    throw new TypeError(`scale has no option "${option}": did you mean "${nearest}"? it takes ${known}`);
}

const inputs = () => [randomNormal([4, 3], 0, 1, 'float32', 1)];
const reference = {
  inputs: [{ shape: [1, 2], data: [1, 2] }],
  weights: { factors: { shape: [2], data: [3, 4] } },
  output: { shape: [1, 2], data: [6, 16] },
  probe: { shape: [1, 2], data: [1, 10] },
  inputGradients: [{ shape: [1, 2], data: [6, 80] }],
  weightGradients: { factors: { shape: [2], data: [2, 40] } },
};
const spec: LayerSpec = { create: () => new Scale({ power: 2 }), inputs, references: [reference] };

runLayerTest('a layer without faults', spec);

class WrongGradient extends Scale {
  static override readonly className = 'HephWrongGradient';
  override call(given: Tensor | Tensor[]): Tensor {
    const double = customGrad(x => ({ value: mul(x as Tensor, 1), gradFunc: dy => mul(dy, 2) }));
    return double(super.call(given));
  }
}

/** Multiplies whatever can be broadcast. */
class Broadcasting extends Scale {
  static override readonly className = 'HephBroadcasting';
  protected override checkShape(): void {
    return;
  }
}

/** Takes any options. */
class Tolerant extends Scale {
  static override readonly className = 'HephTolerant';
  constructor({ power = 1, name = 'tolerant' }: { power?: number; name?: string } = {}) {
    super({ power, name });
  }
}

/** Row `code` of a table for each code: of whatever column. */
class Rows extends layers.Layer {
  static readonly className: string = 'HephRows';
  private table!: LayerVariable;

  override build(): void {
    const initializer = initializers.randomNormal({ mean: 1, stddev: 0.1, seed: 1 });
    this.table = this.addWeight('table', [8, 2], 'float32', initializer);
    this.built = true;
  }
  override call(given: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      const codes = Array.isArray(given) ? given[0]! : given;
      return gather(this.table.read(), cast(clipByValue(codes, 0, 7), 'int32'));
    });
  }
}

class WrongShape extends Scale {
  static override readonly className = 'HephWrongShape';
  override computeOutputShape(): (number | null)[] {
    return [null, 7];
  }
}

class Forgetful extends Scale {
  static override readonly className = 'HephForgetful';
  override getConfig(): serialization.ConfigDict {
    return layers.Layer.prototype.getConfig.call(this);
  }
}

class Stranger extends Scale {
  static override readonly className = 'Stranger';
}

class Leaky extends Scale {
  static override readonly className = 'HephLeaky';
  override call(given: Tensor | Tensor[]): Tensor {
    keep(scalar(1));
    return super.call(given);
  }
}

class Idle extends Scale {
  static override readonly className = 'HephIdle';
  override call(given: Tensor | Tensor[]): Tensor {
    return tidy(() => mul(Array.isArray(given) ? given[0]! : given, 2));
  }
}

class Fickle extends Scale {
  static override readonly className = 'HephFickle';
  override call(given: Tensor | Tensor[]): Tensor {
    return tidy(() => mul(super.call(given), Math.random()));
  }
}

class Drifting extends Scale {
  static override readonly className = 'HephDrifting';
  override call(given: Tensor | Tensor[]): Tensor {
    return tidy(() => add(mul(super.call(given), 0), getBackend() === 'wasm' ? 5e-6 : 0));
  }
}

for (const faulty of [
  Broadcasting,
  Tolerant,
  WrongGradient,
  WrongShape,
  Forgetful,
  Leaky,
  Idle,
  Fickle,
  Drifting,
])
  serialization.registerClass(faulty);

const faults: [string, (spec: LayerSpec) => void | Promise<void>, LayerSpec['create']][] = [
  ['a wrong gradient', s => checkGradients(s, false), () => new WrongGradient()],
  [
    'a wrong gradient against a reference',
    s => checkReference(s, reference),
    () => new WrongGradient({ power: 2 }),
  ],
  ['a wrong output', s => checkReference(s, reference), () => new Scale({ power: 3 })],
  ['a wrong shape', checkShapes, () => new WrongShape()],
  ['an option missing from the configuration', checkConfig, () => new Forgetful({ power: 2 })],
  ['an option missing from a saved model', checkSavedInModel, () => new Forgetful({ power: 2 })],
  ['an input that is broadcast', checkOtherShapes, () => new Broadcasting()],
  ['an option that nobody knows', checkUnknownOptions, () => new Tolerant()],
  ['a class that is not registered', checkConfig, () => new Stranger()],
  ['tensors left behind', checkTensorCount, () => new Leaky()],
  ['a weight without influence', checkOptimizerStep, () => new Idle()],
  ['backends that differ', checkBackendsAgree, () => new Fickle()],
  ['backends that differ by little', checkBackendsAgree, () => new Drifting()],
];

describe('runLayerTest', () => {
  it.each(faults)('notices %s', async (_, check, create) => {
    await useBackend('cpu');
    await check(spec);
    await useBackend('cpu');
    await expect((async () => check({ ...spec, create }))()).rejects.toThrow();
  });

  it('notices codes that are none and give a vector all the same', async () => {
    await useBackend('cpu');
    const codes = { input: 0, counts: [3, 3] };
    const twoRows = () => [tensor([1, 2, 0, 1], [2, 2], 'int32')];
    expect(() => checkCodes({ create: () => new Rows(), inputs: twoRows, codes })).toThrow();
  });

  it('takes no notice of inputs that are integers', async () => {
    await useBackend('cpu');
    const integers = () => [tensor([1, 2], [1, 2], 'int32')];
    expect(() => checkGradients({ ...spec, inputs: integers }, false)).not.toThrow();
  });
});
