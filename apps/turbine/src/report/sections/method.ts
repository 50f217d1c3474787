import type { Comparison } from '../../comparison/comparison';
import { protocolDescriptions } from '../../comparison/protocol';
import { listing } from '../../format';
import { html, type Html } from '../html';

export function methodSection({ seeds, preset, dataset, protocols }: Comparison): Html {
  const rules = {
    fair: `Every model got the same ${dataset.features.length} columns and was scored on the same test rows, once, after its fit was over. The networks (preset “${preset}”) learned from the training rows and used the validation rows to decide which epoch to keep; linear regression, the forest and XGBoost choose nothing, so they learned from both.`,
    original: `${protocolDescriptions.original} Everyone was scored on the same test rows; the preset of the networks is “${preset}”.`,
  };
  return html`<section aria-labelledby="method">
    <h2 id="method">How it was measured</h2>
    <p>${rules[protocols[0]!.name]} XGBoost and the forest ran with the defaults of their libraries.</p>
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
