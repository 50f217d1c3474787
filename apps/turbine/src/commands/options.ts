import { InvalidArgumentError } from 'commander';
import { listing } from '../format';
import { type ModelKey, modelNames } from '../models/names';

/** @throws InvalidArgumentError unless the text is a whole number from 1 to 1000 */
export function parseSeeds(text: string): number {
  const seeds = Number(text);
  if (!Number.isInteger(seeds) || seeds < 1 || seeds > 1000)
    throw new InvalidArgumentError('Expected a whole number from 1 to 1000.');
  return seeds;
}

/**
 * Model keys from a list with commas; full names will do too.
 *
 * @throws InvalidArgumentError naming what is unknown, and the choices
 */
export function parseModels(text: string): ModelKey[] {
  const names = text.split(',').map(name => name.trim());
  return [...new Set(names.map(modelKey))];
}

function modelKey(given: string): ModelKey {
  const keys = Object.keys(modelNames) as ModelKey[];
  const wanted = given.toLowerCase();
  const key = keys.find(candidate => [candidate, modelNames[candidate].toLowerCase()].includes(wanted));
  if (key) return key;
  throw new InvalidArgumentError(`There is no model "${given}". The models are ${listing(keys)}.`);
}
