import { CompileError } from '../errors';
import { checkOptions } from '../options';

const inputNames = ['name', 'shape', 'dtype', 'vocabulary', 'unknown'];
const optionNames = ['inputs', 'outputName', 'batch', 'metadata'];

/** Refuses what is neither a predictor, nor a `tf.LayersModel`, nor a function. */
export function checkSource(source: unknown): void {
  if (typeof source === 'function') return;
  const isObject = typeof source === 'object' && source !== null;
  if (isObject && ('inferenceFunction' in source || ('inputs' in source && 'apply' in source))) return;
  const received =
    source === null
      ? 'null'
      : isObject
        ? `an object with ${Object.keys(source).slice(0, 5).join(', ') || 'nothing'}`
        : typeof source;
  throw new TypeError(
    `exportOnnx expects a fitted network of @heph/transformer, a tf.LayersModel or a function of named tensors; received ${received}`,
  );
}

export function checkExportOptions(options: unknown): void {
  checkOptions('exportOnnx', options, optionNames);
}

export function checkInput(
  input: { readonly name: unknown; readonly vocabulary?: readonly string[] },
  position: number,
): void {
  checkOptions(`exportOnnx, inputs[${position}]`, input, inputNames);
  const { name, vocabulary } = input;
  if (typeof name !== 'string' || name === '')
    throw new CompileError(
      'invalid-input',
      `ONNX knows no input without a name; input ${position} is called ${JSON.stringify(name)}: give the column a name before training`,
    );
  if (vocabulary?.length === 0) throw new RangeError(`The vocabulary of ${name} must not be empty`);
}

export function checkOutputName(name: string): void {
  if (name !== '') return;
  throw new CompileError(
    'invalid-input',
    'ONNX knows no output without a name; the output is called "": give another in the option outputName',
  );
}
