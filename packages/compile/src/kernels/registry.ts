import { arithmeticKernels } from './arithmetic';
import { comparisonKernels } from './comparison';
import { creationKernels } from './creation';
import { elementwiseKernels } from './elementwise';
import { indexingKernels } from './indexing';
import { type KernelFamily } from './mapping';
import { matrixKernels } from './matrix';
import { normalizationKernels } from './normalization';
import { randomKernels } from './random';
import { reductionKernels } from './reduction';
import { shapeKernels } from './shape';
import { slicingKernels } from './slicing';

/** Every kernel that can be compiled, by family. */
export const kernelFamilies: Readonly<Record<string, KernelFamily>> = {
  Arithmetic: arithmeticKernels,
  'Element by element': elementwiseKernels,
  'Comparison and choice': comparisonKernels,
  Reduction: reductionKernels,
  Normalization: normalizationKernels,
  Matrices: matrixKernels,
  'Indexing and embedding': indexingKernels,
  'Shape and repetition': shapeKernels,
  'Slicing and joining': slicingKernels,
  'Creation and conversion': creationKernels,
  Random: randomKernels,
};

/** Every kernel that can be compiled, by TensorFlow.js's name. */
export const kernelMappings: KernelFamily = Object.assign({}, ...Object.values(kernelFamilies));

/** Names of the TensorFlow.js kernels that can be compiled, in alphabetical order. */
export function supportedKernels(): string[] {
  return Object.keys(kernelMappings).sort();
}
