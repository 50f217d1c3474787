export { backends, useBackend, type BackendName } from './backends';
export { checkEstimator } from './check-estimator';
export type { EstimatorSpec, Predictions, TestEstimator, TestTable } from './estimator-spec';
export { tensorOf, type LayerReference, type LayerSpec, type Values } from './layer-spec';
export { readmeExamples, type ReadmeExample } from './readme-examples';
export { runLayerTest } from './run-layer-test';
export { runSource, type ProgramEnd } from './run-source';
export { expectTensorsClose, noLeakedTensors, type Numbers, type Tolerance } from './tensors';
