export { AttentionPooling, attentionPooling, type AttentionPoolingArgs } from './attention-pooling';
export {
  CategoricalEmbedding,
  categoricalEmbedding,
  type CategoricalEmbeddingArgs,
} from './categorical-embedding';
export {
  CategoryInteractionHash,
  categoryInteractionHash,
  type CategoryInteractionHashArgs,
} from './category-interaction-hash';
export { ClassToken, classToken, type ClassTokenArgs } from './class-token';
export { CrossNetV2, crossNetV2, type CrossNetV2Args } from './cross-net-v2';
export { Dropout, dropout, type DropoutArgs } from './dropout';
export { EnsembleLinear, ensembleLinear, type EnsembleLinearArgs } from './ensemble-linear';
export {
  hashCollisions,
  type CollisionCount,
  type HashCollisions,
  type HashCollisionsArgs,
  type PairCollisions,
} from './hash-collisions';
export { InteractionGate, interactionGate, type InteractionGateArgs } from './interaction-gate';
export { LayerNorm, layerNorm, type LayerNormArgs } from './layer-norm';
export { Linear, linear, type LinearArgs } from './linear';
export { LowRankCross, lowRankCross, type LowRankCrossArgs } from './low-rank-cross';
export { MemberMean, memberMean, type MemberMeanArgs } from './member-mean';
export {
  MultiHeadSelfAttention,
  multiHeadSelfAttention,
  type MultiHeadSelfAttentionArgs,
} from './multi-head-self-attention';
export { NumericEmbedding, numericEmbedding, type NumericEmbeddingArgs } from './numeric-embedding';
export { PairInteraction, pairInteraction, type PairInteractionArgs } from './pair-interaction';
export { quantileBoundaries } from './quantile-boundaries';
export { SelectToken, selectToken, type SelectTokenArgs } from './select-token';
export { StateTokens, stateTokens, type StateTokensArgs } from './state-tokens';
export { TransformerBlock, transformerBlock, type TransformerBlockArgs } from './transformer-block';
export { activate, type ActivationName } from './ops/activations';
export { selfAttention, type AttentionWeights } from './ops/attention';
export { embeddingLookup } from './ops/embedding-lookup';
export { gelu } from './ops/gelu';
export { layerNormalization } from './ops/layer-normalization';
export { linearMap } from './ops/linear-map';
export { matMul, type MatMulOptions } from './ops/mat-mul';
export { dropElements } from './ops/drop-elements';
export { randomUniform, randomUniformKernel, uniformDraws } from './ops/random-uniform';
export { type Boundaries } from './support/bins';
export { type CategoryHash } from './support/category-hash';
export { type Pair } from './support/pairs';
export { type ConstraintArg, type InitializerArg, type RegularizerArg } from './support/weights';
