export { AdaptiveFeatureEngineering } from './adaptive-feature-engineering';
export type { AdaptiveAnalysisOptions, ModelColumns } from './adaptive-feature-engineering';
export { analyzeFeatures, type AnalyzeFeaturesOptions } from './analyze-features';
export type { ConfigChoice } from './configuration/choose-config';
export type { FeatureAnalysis, FeaturePair } from './feature-analysis';
export { aggressiveSizes, moderateSizes, type InteractionConfig } from './interaction-config';
export type { PairMethodName } from './methods/pair-methods';
export type { Task } from './task';
export { treeBoundaries, type TreeBoundariesOptions } from './tree-boundaries';
