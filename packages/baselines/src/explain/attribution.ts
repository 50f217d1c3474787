import { LeafWalker } from './leaf-walker';
import { pairPlace, PairWalker } from './pair-walker';

/** What leaves give to: features, or also pairs of them. */
export interface Attribution {
  readonly Walker: typeof LeafWalker;
  /** How many places there are for so many features. */
  numPlaces(numFeatures: number): number;
  /** The place of a feature on its own. */
  ownPlace(feature: number): number;
  /** Where among the places of all features those of some are: in the order in which these would have them alone. */
  placesOf(features: readonly number[]): Uint32Array;
}

/** A place for each feature. */
export const toFeatures: Attribution = {
  Walker: LeafWalker,
  numPlaces: numFeatures => numFeatures,
  ownPlace: feature => feature,
  placesOf: features => Uint32Array.from(features),
};

/** A place for each pair, by {@link pairPlace}. */
export const toPairs: Attribution = {
  Walker: PairWalker,
  numPlaces: numFeatures => (numFeatures * (numFeatures + 1)) / 2,
  ownPlace: feature => pairPlace(feature, feature),
  placesOf: features =>
    Uint32Array.from(
      features.flatMap((one, i) => features.slice(0, i + 1).map(other => pairPlace(one, other))),
    ),
};
