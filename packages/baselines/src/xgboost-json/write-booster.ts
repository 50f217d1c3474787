import { ubjsonBytes } from '../ubjson/write-ubjson';
import type { BoosterFile } from './booster';
import { jsonText } from './file-value';
import { modelFile } from './model-file';

/** A model as JSON that XGBoost 1.7 and later read. */
export const writeBooster = (booster: BoosterFile): string => jsonText(modelFile(booster));

/** A model as UBJSON that XGBoost 1.7 and later read. */
export const writeBoosterBytes = (booster: BoosterFile): Uint8Array => ubjsonBytes(modelFile(booster));
