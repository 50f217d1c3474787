import { fromBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from '@jest/globals';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { GraphBuilder } from '../graph/builder';
import { encodeModel } from './encode';
import { ModelProtoSchema } from './onnx_pb.generated';

const x = { name: 'v1', shape: [2], dtype: 'float32' } as const;

describe('encodeModel', () => {
  it('names inputs and outputs as asked, whatever its own names are', async () => {
    const graph = new GraphBuilder();
    const output = graph.unary('Exp', graph.unary('Neg', graph.unary('Abs', x)));
    const model = encodeModel(
      { inputs: [x], nodes: graph.nodes, outputs: [output] },
      { outputNames: ['v2'] },
    );
    expect(model).toMatchObject({ inputNames: ['v1'], outputNames: ['v2'] });
    const session = await InferenceSession.create(model.bytes);
    const { v2 } = await session.run({ v1: new Tensor('float32', [1, -2], [2]) });
    expect([...(v2!.data as Float32Array)]).toEqual([Math.exp(-1), Math.exp(-2)].map(Math.fround));
  });

  it('makes outputs of what no node computes: inputs, constants, one value twice', async () => {
    const graph = new GraphBuilder();
    const value = graph.unary('Neg', x);
    const filled = graph.fill(7, [3, 2], 'int32');
    const model = encodeModel({ inputs: [x], nodes: graph.nodes, outputs: [value, value, x, filled] });
    const session = await InferenceSession.create(model.bytes);
    const outputs = await session.run({ v1: new Tensor('float32', [1, 2], [2]) });
    const data = model.outputNames.map(name => [...(outputs[name]!.data as Float32Array)]);
    expect(data).toEqual([
      [-1, -2],
      [-1, -2],
      [1, 2],
      [7, 7, 7, 7, 7, 7],
    ]);
  });

  it('writes a filled tensor in a few bytes', () => {
    const graph = new GraphBuilder();
    const output = graph.node('Neg', [graph.fill(1, [1000, 1000], 'float32')], {
      shape: [1000, 1000],
      dtype: 'float32',
    });
    expect(encodeModel({ inputs: [], nodes: graph.nodes, outputs: [output] }).bytes.length).toBeLessThan(400);
  });

  it('stores operator set, metadata and free dimensions where readers look for them', () => {
    const graph = new GraphBuilder();
    const output = graph.unary('Neg', x);
    const { bytes } = encodeModel(
      { inputs: [x], nodes: graph.nodes, outputs: [output] },
      { metadata: { target: 'price' }, declaredShapes: new Map([[x, ['batch']]]) },
    );
    const model = fromBinary(ModelProtoSchema, bytes);
    expect(model.opsetImport).toMatchObject([{ domain: '', version: 18n }]);
    expect(model.metadataProps).toMatchObject([{ key: 'target', value: 'price' }]);
    const type = model.graph?.input[0]?.type?.value;
    expect(type?.value?.shape?.dim[0]?.value).toEqual({ case: 'dimParam', value: 'batch' });
  });

  it('refuses one name for an input and an output', () => {
    const graph = new GraphBuilder();
    const output = graph.unary('Neg', x);
    const encode = () =>
      encodeModel({ inputs: [x], nodes: graph.nodes, outputs: [output] }, { outputNames: ['v1'] });
    expect(encode).toThrow('Names of inputs and outputs must differ; received v1 twice');
  });
});
