import { HephError } from '@heph/data';
import type { SingleRowConfig } from '../config/single-row-config';

/**
 * Makes sure that the columns that a fit is told are those of the model's configuration.
 * @throws HephError `schema-mismatch` where they are not, saying in what
 */
export function requireConfigured(
  { target, numericColumns, categoricalColumns }: SingleRowConfig,
  givenTarget: string | undefined,
  givenFeatures: readonly string[] | undefined,
): void {
  if (givenTarget !== undefined && givenTarget !== target) throw other('target', givenTarget, target);
  if (givenFeatures === undefined) return;
  const own = [...numericColumns, ...categoricalColumns];
  const given = new Set(givenFeatures);
  if (given.size !== own.length || own.some(name => !given.has(name)))
    throw other('features', givenFeatures, own);
}

function other(option: string, received: unknown, expected: unknown): HephError {
  return new HephError(
    'schema-mismatch',
    `${option}: expected those of modelConfig, ${JSON.stringify(expected)}; received ${JSON.stringify(received)}: ` +
      'SingleRowConfig.generate makes a configuration of other columns',
  );
}
