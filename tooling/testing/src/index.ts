export { backends, useBackend, type BackendName } from './backends';
export { tensorOf, type LayerReference, type LayerSpec, type Values } from './layer-spec';
export { runLayerTest } from './run-layer-test';
export { expectTensorsClose, noLeakedTensors, type Numbers, type Tolerance } from './tensors';
export { readmeExamples, type ReadmeExample } from './readme-examples';
