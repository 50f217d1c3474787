import { expect } from '@jest/globals';
import {
  add,
  clone,
  io,
  mul,
  randomNormal,
  randomUniform,
  serialization,
  sub,
  sum,
  tidy,
  train,
  type Scalar,
  type Tensor,
  type Variable,
} from '@tensorflow/tfjs-core';
import { input, loadLayersModel, model, type layers } from '@tensorflow/tfjs-layers';
import { useBackend, type BackendName } from './backends';
import { applyLayer, gradientsOf, weightNamed } from './layer-run';
import { tensorOf, type LayerReference, type LayerSpec } from './layer-spec';
import { expectTensorsClose, noLeakedTensors } from './tensors';

type LayerConstructor = serialization.SerializableConstructor<layers.Layer>;

/** The configuration survives JSON, makes the same layer again, and the class is registered under a name of ours. */
export function checkConfig({ create, inputs }: LayerSpec): void {
  tidy(() => {
    const layer = create();
    const constructor = layer.constructor as LayerConstructor;
    const config = layer.getConfig();
    const copy = constructor.fromConfig(constructor, JSON.parse(JSON.stringify(config)));
    expect(copy.getConfig()).toEqual(config);
    expect(layer.getClassName()).toMatch(/^Heph[A-Z]/);
    const registered = serialization.SerializationMap.getMap().classNameMap[layer.getClassName()];
    expect(registered?.[0]).toBe(constructor);
    const output = applyLayer(layer, inputs());
    applyLayer(copy, inputs());
    copy.setWeights(layer.getWeights());
    expectTensorsClose(applyLayer(copy, inputs()), output, { rtol: 0, atol: 0 });
    layer.dispose();
    copy.dispose();
  });
}

/** The shape known before is the shape that comes out, with the batch left open. */
export function checkShapes({ create, inputs }: LayerSpec): void {
  tidy(() => {
    const layer = create();
    const given = inputs();
    const placeholders = given.map(x => input({ batchShape: [null, ...x.shape.slice(1)], dtype: x.dtype }));
    const symbolic = layer.apply(placeholders.length === 1 ? placeholders[0]! : placeholders);
    const output = applyLayer(layer, given);
    expect(symbolic).toMatchObject({ shape: [null, ...output.shape.slice(1)] });
    const shapes = given.map(x => x.shape);
    expect(layer.computeOutputShape(shapes.length === 1 ? shapes[0]! : shapes)).toEqual(output.shape);
    layer.dispose();
  });
}

/** Outputs and gradients are those computed elsewhere, in float64. */
export function checkReference({ create }: LayerSpec, reference: LayerReference): void {
  tidy(() => {
    const layer = create();
    const { training = false, probe, inputGradients = [], weightGradients = {} } = reference;
    const inputs = reference.inputs.map(tensorOf);
    applyLayer(layer, inputs);
    const setWeights = () => {
      for (const [name, value] of Object.entries(reference.weights))
        weightNamed(layer, name).write(tensorOf(value));
    };
    setWeights();
    expectTensorsClose(applyLayer(layer, inputs, training), tensorOf(reference.output), {
      rtol: 1e-5,
      atol: 1e-5,
    });
    if (probe) {
      setWeights();
      const gradients = gradientsOf(layer, inputs, tensorOf(probe), training);
      const tolerance = { rtol: 1e-4, atol: 1e-5 };
      inputGradients.forEach((expected, i) =>
        expectTensorsClose(gradients.inputs[i]!, tensorOf(expected), tolerance),
      );
      for (const [name, expected] of Object.entries(weightGradients)) {
        const weight = weightNamed(layer, name);
        expectTensorsClose(gradients.weights.get(weight.originalName)!, tensorOf(expected), tolerance);
      }
    }
    layer.dispose();
  });
}

/**
 * Gradients are the slopes of the output, to a hundredth: along random directions, the derivative that the gradient
 * gives is compared with central differences. A long step bears rounding, a short one a kink nearby: either may agree.
 */
export function checkGradients({ create, inputs }: LayerSpec, training: boolean): void {
  tidy(() => {
    const layer = create();
    const given = inputs();
    const probe = randomNormal(applyLayer(layer, given).shape, 0, 1, 'float32', 101);
    const initial = layer.getWeights().map(weight => clone(weight));
    const analytic = gradientsOf(layer, given, probe, training);
    const loss = (point: Tensor[], move: () => void = () => undefined) => {
      layer.setWeights(initial);
      move();
      return dot(applyLayer(layer, point, training), probe);
    };
    given.forEach((x, i) => {
      const gradient = analytic.inputs[i];
      if (gradient) compareSlopes(`input ${i}`, gradient, change => loss(given.with(i, add(x, change))));
    });
    for (const [name, gradient] of analytic.weights) {
      const weight = layer.trainableWeights.find(candidate => candidate.originalName === name)!;
      compareSlopes(name, gradient, change => loss(given, () => weight.write(add(weight.read(), change))));
    }
    layer.dispose();
  });
}

function compareSlopes(name: string, gradient: Tensor, lossAt: (change: Tensor) => number): void {
  const norm = Math.sqrt(dot(gradient, gradient));
  for (const seed of [1, 2]) {
    const direction = sub(mul(randomUniform(gradient.shape, 0, 2, 'int32', seed), 2), 1);
    const expected = dot(gradient, direction);
    const slope = (length: number) => {
      const step = length / Math.sqrt(Math.max(1, gradient.size / 8));
      return (lossAt(mul(direction, step)) - lossAt(mul(direction, -step))) / (2 * step);
    };
    const agrees = (length: number) =>
      Math.abs(slope(length) - expected) <= 1e-2 * Math.max(Math.abs(expected), norm) + 1e-4;
    if (!agrees(1e-2) && !agrees(1e-3)) {
      throw new Error(`gradient of ${name}: expected slope ${slope(1e-3)}; received ${expected}`);
    }
  }
}

/** One small step of gradient descent changes every trainable weight and lowers the loss. */
export function checkOptimizerStep({ create, inputs }: LayerSpec): void {
  tidy(() => {
    const layer = create();
    const given = inputs();
    const probe = randomNormal(applyLayer(layer, given).shape, 0, 1, 'float32', 102);
    if (layer.trainableWeights.length === 0) return;
    const before = layer.trainableWeights.map(weight => clone(weight.read()));
    const loss = () => sum(mul(applyLayer(layer, given), probe)) as Scalar;
    const lossBefore = loss().dataSync()[0]!;
    const variables = layer.trainableWeights.map(weight => weight.read() as Variable);
    train.sgd(1e-3).minimize(loss, false, variables);
    expect(loss().dataSync()[0]!).toBeLessThan(lossBefore);
    layer.trainableWeights.forEach((weight, i) => {
      const moved = dot(sub(weight.read(), before[i]!), sub(weight.read(), before[i]!));
      if (!(moved > 0)) throw new Error(`expected a step to change ${weight.originalName}; it did not`);
    });
    layer.dispose();
  });
}

/** Making, training and disposing of a layer leaves as many tensors as there were. */
export async function checkTensorCount({ create, inputs }: LayerSpec): Promise<void> {
  await noLeakedTensors(() => {
    const layer = create();
    const given = inputs();
    const outputs = [applyLayer(layer, given), applyLayer(layer, given, true)];
    const probe = randomNormal(outputs[0]!.shape, 0, 1, 'float32', 103);
    const { inputs: inputGradients, weights } = gradientsOf(layer, given, probe, true);
    for (const tensor of [...given, ...outputs, probe, ...inputGradients, ...weights.values()])
      tensor?.dispose();
    layer.dispose();
  });
}

/** Output and gradients of plain JavaScript and of WebAssembly agree, in training and outside. */
export async function checkBackendsAgree({ create, inputs }: LayerSpec): Promise<void> {
  const run = async (backend: BackendName) => {
    await useBackend(backend);
    return tidy(() => {
      const layer = create();
      const given = inputs();
      const output = applyLayer(layer, given);
      const probe = randomNormal(output.shape, 0, 1, 'float32', 104);
      const gradients = gradientsOf(layer, given, probe, true);
      const tensors = [
        output,
        ...gradients.inputs.filter(gradient => gradient !== null),
        ...gradients.weights.values(),
      ];
      layer.dispose();
      return tensors.map(tensor => tensor.dataSync().slice());
    });
  };
  const [onCpu, onWasm] = [await run('cpu'), await run('wasm')];
  onCpu.forEach((values, i) => expectTensorsClose(onWasm[i]!, values, { rtol: 1e-3, atol: 1e-6 }));
}

/** Within a model, the layer can be saved and loaded, and predicts the same bit by bit. */
export async function checkSavedInModel({ create, inputs }: LayerSpec): Promise<void> {
  await noLeakedTensors(async () => {
    const given = inputs();
    const placeholders = given.map(x => input({ batchShape: [null, ...x.shape.slice(1)], dtype: x.dtype }));
    const output = create().apply(placeholders.length === 1 ? placeholders[0]! : placeholders);
    const original = model({ inputs: placeholders, outputs: output as ReturnType<typeof input> });
    // A call in training moves whatever state there is away from where it starts.
    (original.apply(given.length === 1 ? given[0]! : given, { training: true }) as Tensor).dispose();
    let artifacts: io.ModelArtifacts = {};
    await original.save(
      io.withSaveHandler(async saved => {
        artifacts = saved;
        return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
      }),
    );
    const loaded = await loadLayersModel(io.fromMemory(artifacts));
    const [expected, received] = [original, loaded].map(
      m => m.predict(given.length === 1 ? given[0]! : given) as Tensor,
    );
    expectTensorsClose(received!, expected!, { rtol: 0, atol: 0 });
    loaded.weights.forEach((weight, i) =>
      expectTensorsClose(weight.read(), original.weights[i]!.read(), { rtol: 0, atol: 0 }),
    );
    original.dispose();
    loaded.dispose();
    for (const tensor of [...given, expected!, received!]) tensor.dispose();
  });
}

/** Inner product in double precision: differences of float32 sums would drown in their rounding. */
function dot(a: Tensor, b: Tensor): number {
  const [x, y] = [a.dataSync(), b.dataSync()];
  let total = 0;
  for (let i = 0; i < x.length; i++) total += x[i]! * y[i]!;
  return total;
}
