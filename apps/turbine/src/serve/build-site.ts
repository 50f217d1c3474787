import { access, cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HephError } from '@heph/data';
import type { ReadyModel } from '../models/model';
import { withPageLink } from '../report/page-link';
import { type PageData, siteFiles } from './page-data';

export interface SiteOptions {
  /** The folder of the built page. */
  readonly page: string;
  readonly data: PageData;
  /** The network, which writes itself into a folder of the site. */
  readonly network: Pick<ReadyModel, 'save'>;
  /** The report of a comparison, to lie beside the page. */
  readonly report: string | undefined;
}

/**
 * Makes a folder that any web server can hand out: the page, the network, and what the page says about it. The folder
 * appears, or takes the place of an earlier one, as a whole.
 *
 * @throws HephError `file-system` if the folder cannot be written
 */
export async function buildSite(folder: string, { page, data, network, report }: SiteOptions): Promise<void> {
  const making = `${folder}.making`;
  try {
    await rm(making, { recursive: true, force: true });
    await mkdir(making, { recursive: true });
    await cp(page, making, { recursive: true });
    await network.save(join(making, siteFiles.network));
    if (report !== undefined)
      await writeFile(join(making, siteFiles.report), withPageLink(await readFile(report, 'utf8')));
    await writeFile(join(making, siteFiles.data), `${JSON.stringify(data)}\n`);
    await rm(folder, { recursive: true, force: true });
    await rename(making, folder);
  } catch (cause) {
    await rm(making, { recursive: true, force: true });
    throw new HephError('file-system', `cannot write ${folder}: ${String(cause)}`, { cause });
  }
}

/**
 * Makes sure that a site can be built, before a model is asked anything.
 *
 * @param page the folder of the built page
 * @throws HephError `file-not-found` if the page is not built; `file-system` if the folder holds something else
 */
export async function requireSiteFolder(folder: string, page: string): Promise<void> {
  await requireBuiltPage(page);
  await requireOwnFolder(folder);
}

async function requireBuiltPage(page: string): Promise<void> {
  try {
    await access(join(page, 'index.html'));
  } catch (cause) {
    throw new HephError('file-not-found', `expected the built page in ${page}; npm run build makes it`, {
      cause,
    });
  }
}

/** What is in the way is replaced only if it was made here. */
async function requireOwnFolder(folder: string): Promise<void> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw new HephError('file-system', `cannot write ${folder}: ${String(cause)}`, { cause });
  }
  if (names.length === 0 || ['index.html', ...required].every(name => names.includes(name))) return;
  throw new HephError(
    'file-system',
    `cannot write ${folder}: expected a new folder, an empty one or one that turbine serve wrote; found ${names.slice(0, 3).join(', ')}`,
  );
}

const required = [siteFiles.data, siteFiles.network];
