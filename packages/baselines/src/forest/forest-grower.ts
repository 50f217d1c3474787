import { createRandom } from '@heph/data';
import { FeatureSampler } from '../trees/feature-sampler';
import type { Tree } from '../trees/tree';
import { Bootstrap } from './bootstrap';
import { ClassTreeGrower } from './class-tree-grower';
import type { ForestJob, ForestTreeGrower } from './forest-job';
import { featuresPerSplit } from './forest-parameters';
import { MeanTreeGrower } from './mean-tree-grower';

/** Grows the trees of one forest, each from its seed alone: in any order, on any thread. */
export class ForestGrower {
  private readonly grower: ForestTreeGrower;
  private readonly bootstrap: Bootstrap;
  private readonly features: Uint32Array;
  private readonly perNode: number;

  constructor(job: ForestJob) {
    const { bins, numClasses, parameters } = job;
    this.grower =
      numClasses > 0
        ? new ClassTreeGrower(bins, job.target, numClasses, parameters)
        : new MeanTreeGrower(job);
    this.bootstrap = new Bootstrap(job.weights, parameters.bootstrap);
    this.features = Uint32Array.from({ length: bins.numFeatures }, (_, feature) => feature);
    this.perNode = featuresPerSplit(parameters.maxFeatures, bins.numFeatures);
  }

  /** @returns a tree for each output (a class, or the number); those of several outputs share their structure */
  grow(seed: number): Tree[] {
    const random = createRandom(seed);
    const drawn = this.bootstrap.weightsOf(random);
    return this.grower.grow(drawn, new FeatureSampler(this.features, this.perNode, random));
  }
}
