import type { Io } from '../io';
import type { Dataset } from './dataset';
import { findDataset } from './find-dataset';
import { searchView } from './search-view';

/** The gas-turbine data, from wherever it is found; the search is shown on stderr. Errors are those of `findDataset`. */
export async function searchDataset(folder: string | undefined, io: Io): Promise<Dataset> {
  const view = searchView(io.stderr);
  try {
    return await findDataset(folder, io, view);
  } finally {
    view.close();
  }
}
