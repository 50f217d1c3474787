const { TestEnvironment: NodeEnvironment } = require('jest-environment-node');

const typedArrays = [
  'ArrayBuffer',
  'SharedArrayBuffer',
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
];

/** Jest's realm has typed arrays of its own, which native add-ons do not recognise: hand the outer ones in. */
module.exports = class TypedArrayEnvironment extends NodeEnvironment {
  async setup() {
    await super.setup();
    for (const name of typedArrays) this.global[name] = globalThis[name];
  }
};
