import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HephError, readModelFolder } from '@heph/data';
import { manifestFormat } from '../training/model-manifest';

/**
 * The folder of the model that was trained last, among the folders in `out`.
 *
 * @throws HephError `file-not-found` if there is none, with how to train one
 */
export async function newestModel(out: string): Promise<string> {
  const models: { folder: string; trainedAt: string }[] = [];
  for (const entry of await readdir(out, { withFileTypes: true }).catch(() => [])) {
    const folder = join(out, entry.name);
    const trainedAt = await trainingTime(folder);
    if (trainedAt !== undefined) models.push({ folder, trainedAt });
  }
  const newest = models.sort((a, b) => (a.trainedAt < b.trainedAt ? 1 : -1))[0];
  if (newest) return newest.folder;
  throw new HephError(
    'file-not-found',
    `expected a model to serve; found none in ${out}: turbine train makes one there`,
  );
}

async function trainingTime(folder: string): Promise<string | undefined> {
  try {
    const { format, trainedAt } = (await readModelFolder(folder)).manifest;
    return format === manifestFormat ? String(trainedAt) : undefined;
  } catch {
    // What is no model folder does not matter here.
    return undefined;
  }
}
