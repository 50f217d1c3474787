import { describe, expect, it } from '@jest/globals';
import {
  add,
  customGrad,
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
import { type LayerSpec } from './layer-spec';
import { runLayerTest } from './run-layer-test';

type LayerArgs = ConstructorParameters<typeof layers.Layer>[0];

/** `x ⊙ factors · power`: as small a layer as has a weight and an option. */
class Scale extends layers.Layer {
  static readonly className: string = 'HephTestScale';
  protected readonly power: number;
  protected factors!: LayerVariable;

  constructor(args: LayerArgs & { power?: number } = {}) {
    super(args);
    this.power = args.power ?? 1;
  }
  override build(inputShape: (number | null)[]): void {
    const initializer = initializers.randomNormal({ mean: 1, stddev: 0.1, seed: 1 });
    this.factors = this.addWeight('factors', [inputShape.at(-1)!], 'float32', initializer);
    this.built = true;
  }
  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => mul(mul(Array.isArray(inputs) ? inputs[0]! : inputs, this.factors.read()), this.power));
  }
  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), power: this.power };
  }
}
serialization.registerClass(Scale);

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

for (const faulty of [WrongGradient, WrongShape, Forgetful, Leaky, Idle, Fickle, Drifting])
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

  it('takes no notice of inputs that are integers', async () => {
    await useBackend('cpu');
    const integers = () => [tensor([1, 2], [1, 2], 'int32')];
    expect(() => checkGradients({ ...spec, inputs: integers }, false)).not.toThrow();
  });
});
