import { InvalidArgumentError } from 'commander';
import { listing } from '../format';
import { type ModelKey, modelNames } from '../models/names';

/** @throws InvalidArgumentError unless the text is a whole number from 1 to 1000 */
export function parseSeeds(text: string): number {
  return wholeNumber(text, 1, 1000);
}

/** @throws InvalidArgumentError unless the text is a whole number that can be a seed */
export function parseSeed(text: string): number {
  return wholeNumber(text, 0, 2 ** 32 - 1);
}

/** @throws InvalidArgumentError unless the text is a whole number of rows, at least 1 */
export function parseRows(text: string): number {
  return wholeNumber(text, 1, 1e9);
}

/** @throws InvalidArgumentError unless the text is the number of a port, or 0 for any */
export function parsePort(text: string): number {
  return wholeNumber(text, 0, 65_535);
}

function wholeNumber(text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`);
}

/** @throws InvalidArgumentError unless the text is a share between 0 and 1, both excluded */
export function parseCoverage(text: string): number {
  const value = Number(text);
  if (value > 0 && value < 1) return value;
  throw new InvalidArgumentError('Expected a share between 0 and 1, such as 0.9.');
}

/**
 * Shares from a list with commas, each once, the smallest first.
 *
 * @throws InvalidArgumentError unless each is above 0 and at most 1
 */
export function parseLabelFractions(text: string): number[] {
  const fractions = text.split(',').map(part => (part.trim() === '' ? NaN : Number(part)));
  if (!fractions.every(fraction => fraction > 0 && fraction <= 1))
    throw new InvalidArgumentError('Expected shares above 0 and at most 1 with commas, such as 0.05,0.1,1.');
  return [...new Set(fractions)].sort((a, b) => a - b);
}

/** Names from a list with commas. */
export function parseNames(text: string): string[] {
  const names = text.split(',').map(name => name.trim());
  return [...new Set(names.filter(name => name !== ''))];
}

/**
 * Model keys from a list with commas; full names will do too.
 *
 * @throws InvalidArgumentError naming what is unknown, and the choices
 */
export function parseModels(text: string): ModelKey[] {
  return [...new Set(text.split(',').map(parseModel))];
}

/** One model's key; its full name will do too. */
export function parseModel(given: string): ModelKey {
  const keys = Object.keys(modelNames) as ModelKey[];
  const wanted = given.trim().toLowerCase();
  const key = keys.find(candidate => [candidate, modelNames[candidate].toLowerCase()].includes(wanted));
  if (key) return key;
  throw new InvalidArgumentError(`There is no model "${given}". The models are ${listing(keys)}.`);
}
