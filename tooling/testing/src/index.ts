export { backends, useBackend, type BackendName } from './backends';
export { expectTensorsClose, noLeakedTensors, type Numbers, type Tolerance } from './tensors';
