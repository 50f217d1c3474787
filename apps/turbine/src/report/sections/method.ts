import type { Comparison } from '../../comparison/comparison';
import { protocolDescriptions } from '../../comparison/protocol';
import { listing } from '../../format';
import { modelNames, networkNames } from '../../models/names';
import { html, type Html } from '../html';

export function methodSection(comparison: Comparison): Html {
  const { seeds, dataset, protocols } = comparison;
  const rules = {
    fair: `Every model got the same ${dataset.features.length} columns, learned from the same rows, those to train on and those to validate, and was scored on the same test rows, once, after its fit was over. Linear regression, the forest and XGBoost choose nothing, so they learned from all these rows at once. The networks first learned from the training rows alone and let the validation rows choose the epoch; then they were trained anew on all of them, for as many epochs as were best.`,
    original: `${protocolDescriptions.original} Everyone was scored on the same test rows.`,
  };
  return html`<section aria-labelledby="method">
    <h2 id="method">How it was measured</h2>
    <p>${rules[protocols[0]!.name]} XGBoost and the forest ran with the defaults of their libraries.</p>
    ${networkNotes(comparison)}
    <p>
      ${
        seeds.length === 1
          ? `Seed ${seeds[0]} was used throughout.`
          : `Each model was fitted once with each of the seeds ${listing(seeds.map(String))}; figures are means ± standard deviations, plots of single rows show seed ${seeds[0]}.`
      }
      Parameters are the numbers a model learned; for trees, the splits and the values in the leaves. Rows/s
      is the speed of predicting the test rows in one call, after a first call to warm up.
    </p>
  </section>`;
}

/** What is particular to the networks of this comparison. */
function networkNotes({ models, preset, split, protocols }: Comparison): Html | undefined {
  const networks = models.filter(({ name }) => networkNames.includes(name));
  if (networks.length === 0) return undefined;
  const notes = [
    split === 'temporal'
      ? 'The networks are the small and steady ones of the temporal split, whatever the preset.'
      : `The networks have the preset “${preset}”.`,
    split === 'temporal' &&
      protocols[0]!.name === 'fair' &&
      'They learned from 2011 and 2012, chose their epoch by 2013, and were then trained anew on all three years.',
    networks.some(({ name }) => name === modelNames.base) &&
      `${modelNames.base} was first trained without labels, to guess hidden cells of the training rows.`,
    networks.some(({ details }) => 'share of neighbours' in details) &&
      'Networks that remember rows draw each prediction towards what the nearest of them say, by a share that was chosen with the epoch; it stands with each model.',
  ];
  return html`<p>${notes.filter(note => typeof note === 'string').join(' ')}</p>`;
}

export function colophon({ machine, versions, finishedAt, dataset }: Comparison): Html {
  const software = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const credit = dataset.simulated
    ? undefined
    : html`<p>
        Data: Kaya, Tüfekci, Uzun (2019), Gas Turbine CO and NOx Emission Data Set, UCI Machine Learning
        Repository, doi:10.3906/elk-1807-87, CC BY 4.0.
      </p>`;
  return html`<footer>
    <div>
      ${credit}
      <p>
        Times: ${machine.cpu}, ${machine.threads} threads, ${machine.memoryGB} GB, ${machine.platform}.
        ${software.join(', ')}.
        <time datetime="${finishedAt}">${finishedAt.slice(0, 16).replace('T', ' ')} UTC</time>
      </p>
    </div>
  </footer>`;
}
