import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readModelFolder } from '@heph/data';
import { manifestFormat } from '../training/model-manifest';

/** The folder of the model that was trained last, among the folders in `out`; undefined where there is none. */
export async function newestModel(out: string): Promise<string | undefined> {
  const models: { folder: string; trainedAt: string }[] = [];
  for (const entry of await readdir(out, { withFileTypes: true }).catch(() => [])) {
    const folder = join(out, entry.name);
    const trainedAt = await trainingTime(folder);
    if (trainedAt !== undefined) models.push({ folder, trainedAt });
  }
  return models.sort((a, b) => (a.trainedAt < b.trainedAt ? 1 : -1))[0]?.folder;
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
