import { create, toBinary } from '@bufbuild/protobuf';
import { onnxType } from '../graph/builder';
import { type Attribute, type Graph, type Node } from '../graph/graph';
import { type ConstantData, type DType, type Shape, type Value, isConstant, sizeOf } from '../graph/value';
import {
  type AttributeProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  GraphProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  TensorProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from './onnx_pb.generated';

/** ONNX operator set and file version that the nodes are written for. */
export const opset = 18;
const irVersion = 8n;

/** A dimension of a graph input or output: a length, or the name of one that is known only at run time. */
export type Dimension = number | string;

export interface EncodeOptions {
  /** Names of the outputs, in the graph's order; made up by default. */
  outputNames?: readonly string[];
  /** Shapes to declare instead of a value's own, where a dimension is free. */
  declaredShapes?: ReadonlyMap<Value, readonly Dimension[]>;
  /** Key-value pairs stored in the file. */
  metadata?: Readonly<Record<string, string>>;
}

export interface EncodedModel {
  bytes: Uint8Array;
  /** Names to feed and to fetch, in the graph's order. */
  inputNames: string[];
  outputNames: string[];
}

/** Writes a graph as an ONNX model file. */
export function encodeModel(graph: Graph, options: EncodeOptions = {}): EncodedModel {
  const names = new Names(graph, options.outputNames ?? []);
  const nodes: NodeProto[] = [];
  const initializers: TensorProto[] = [];
  const declared = new Set<Value>();

  const declareConstant = (value: Value) => {
    if (!isConstant(value) || declared.has(value)) return;
    declared.add(value);
    if (value.data.length === 1 && sizeOf(value.shape) !== 1)
      nodes.push(filledTensor(value, names, initializers));
    else initializers.push(tensorProto(names.of(value), value.data, value.shape, value.dtype));
  };

  const outputNames = graph.outputs.map((value, i) => {
    const wanted = options.outputNames?.[i];
    return names.claimOutput(value, wanted) ?? wanted ?? names.fresh('output');
  });
  for (const node of graph.nodes) {
    node.inputs.forEach(declareConstant);
    nodes.push(nodeProto(node, names));
  }
  graph.outputs.forEach((value, i) => {
    const name = outputNames[i] ?? '';
    if (names.of(value) === name) return;
    declareConstant(value);
    nodes.push(create(NodeProtoSchema, { opType: 'Identity', input: [names.of(value)], output: [name] }));
  });

  const info = (value: Value, name: string) =>
    valueInfo(name, options.declaredShapes?.get(value) ?? value.shape, value.dtype);
  const usesLearnedDomain = graph.nodes.some(node => node.domain === mlDomain);
  const model = create(ModelProtoSchema, {
    irVersion,
    producerName: '@heph/compile',
    opsetImport: [
      { domain: '', version: BigInt(opset) },
      ...(usesLearnedDomain ? [{ domain: mlDomain, version: 3n }] : []),
    ],
    metadataProps: Object.entries(options.metadata ?? {}).map(([key, value]) => ({ key, value })),
    graph: create(GraphProtoSchema, {
      name: 'step',
      node: nodes,
      initializer: initializers,
      input: graph.inputs.map(value => info(value, names.of(value))),
      output: graph.outputs.map((value, i) => info(value, outputNames[i] ?? '')),
    }),
  });
  return {
    bytes: toBinary(ModelProtoSchema, model),
    inputNames: graph.inputs.map(v => names.of(v)),
    outputNames,
  };
}

/** ONNX's operators of classic machine learning, such as `LabelEncoder`. */
export const mlDomain = 'ai.onnx.ml';

/** Gives every value a name that no other value has. */
class Names {
  private readonly names = new Map<Value, string>();
  private readonly taken: Set<string>;
  private readonly fixed = new Set<Value>();
  private readonly produced: ReadonlySet<Value>;

  constructor(graph: Graph, outputNames: readonly string[]) {
    this.produced = new Set(graph.nodes.flatMap(node => node.outputs));
    this.taken = new Set(outputNames);
    for (const { name } of graph.inputs) if (name !== undefined) this.take(name);
    for (const input of graph.inputs) this.names.set(input, input.name ?? this.fresh('input'));
  }

  of(value: Value): string {
    let name = this.names.get(value);
    if (name === undefined) this.names.set(value, (name = this.fresh('v')));
    return name;
  }

  /** The name of a graph output, unless the value is no node's output or is an output already. */
  claimOutput(value: Value, wanted: string | undefined): string | undefined {
    if (!this.produced.has(value) || this.fixed.has(value)) return undefined;
    this.fixed.add(value);
    if (wanted !== undefined) this.names.set(value, wanted);
    return this.of(value);
  }

  fresh(prefix: string): string {
    let count = this.taken.size;
    while (this.taken.has(`${prefix}${count}`)) count += 1;
    this.taken.add(`${prefix}${count}`);
    return `${prefix}${count}`;
  }

  private take(name: string): void {
    if (this.taken.has(name))
      throw new RangeError(`Names of inputs and outputs must differ; received ${name} twice`);
    this.taken.add(name);
  }
}

function nodeProto(node: Node, names: Names): NodeProto {
  return create(NodeProtoSchema, {
    opType: node.op,
    input: node.inputs.map(value => names.of(value)),
    output: node.outputs.map(value => names.of(value)),
    attribute: Object.entries(node.attributes).map(([name, attribute]) => attributeProto(name, attribute)),
    ...(node.domain === undefined ? {} : { domain: node.domain }),
  });
}

/** A large tensor with one number in every place is a node of a few bytes. */
function filledTensor(
  value: Value & { data: ConstantData },
  names: Names,
  initializers: TensorProto[],
): NodeProto {
  const shapeName = `${names.of(value)}_shape`;
  const dims = BigInt64Array.from(value.shape, BigInt);
  initializers.push(tensorProto(shapeName, dims, [dims.length], 'int64'));
  const filler: Attribute = { tensor: { dtype: value.dtype, data: value.data } };
  return create(NodeProtoSchema, {
    opType: 'ConstantOfShape',
    input: [shapeName],
    output: [names.of(value)],
    attribute: [attributeProto('value', filler)],
  });
}

function attributeProto(name: string, attribute: Attribute): AttributeProto {
  if (typeof attribute === 'number')
    return create(AttributeProtoSchema, { name, type: AttributeType.INT, i: BigInt(attribute) });
  if (typeof attribute === 'string')
    return create(AttributeProtoSchema, { name, type: AttributeType.STRING, s: utf8(attribute) });
  if ('float' in attribute)
    return create(AttributeProtoSchema, { name, type: AttributeType.FLOAT, f: attribute.float });
  if ('tensor' in attribute) {
    const { dtype, data } = attribute.tensor;
    return create(AttributeProtoSchema, {
      name,
      type: AttributeType.TENSOR,
      t: tensorProto('', data, [data.length], dtype),
    });
  }
  const strings = attribute.filter(item => typeof item === 'string');
  if (strings.length > 0)
    return create(AttributeProtoSchema, { name, type: AttributeType.STRINGS, strings: strings.map(utf8) });
  return create(AttributeProtoSchema, { name, type: AttributeType.INTS, ints: attribute.map(BigInt) });
}

function tensorProto(name: string, data: ConstantData, shape: Shape, dtype: DType): TensorProto {
  const content =
    'buffer' in data
      ? { rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) }
      : { stringData: data.map(utf8) };
  return create(TensorProtoSchema, { name, dims: shape.map(BigInt), dataType: onnxType[dtype], ...content });
}

function valueInfo(name: string, shape: readonly Dimension[], dtype: DType): ValueInfoProto {
  const dim = shape.map(length => ({
    value:
      typeof length === 'string'
        ? { case: 'dimParam' as const, value: length }
        : { case: 'dimValue' as const, value: BigInt(length) },
  }));
  return create(ValueInfoProtoSchema, {
    name,
    type: { value: { case: 'tensorType', value: { elemType: onnxType[dtype], shape: { dim } } } },
  });
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
