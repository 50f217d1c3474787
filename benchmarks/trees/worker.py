# The same in scikit-learn (forest) and XGBoost (boosting, tuned or not); the same protocol as worker.mjs.
import gc
import json
import os
import resource
import sys
import time

import numpy

model, folder = sys.argv[1], sys.argv[2]
trees, threads = int(sys.argv[3]), int(sys.argv[4])


def read(name):
    with open(os.path.join(folder, f'{name}.json')) as file:
        columns = json.load(file)['numColumns']
    values = numpy.fromfile(os.path.join(folder, f'{name}.x.bin'), dtype=numpy.float32)
    return values.reshape(-1, columns), numpy.fromfile(os.path.join(folder, f'{name}.y.bin'), dtype=numpy.float32)


def create(target):
    if model == 'forest':
        from sklearn.ensemble import RandomForestRegressor

        return RandomForestRegressor(n_estimators=trees, n_jobs=threads, random_state=0)
    from xgboost import XGBRegressor

    return XGBRegressor(
        n_estimators=trees,
        tree_method='hist',
        base_score=float(target.mean()),
        n_jobs=threads,
        **(tuned_parameters() if model == 'tuned-boosting' else {}),
    )


def tuned_parameters():
    with open(os.path.join(os.path.dirname(__file__), 'tuned-boosting.json')) as file:
        tuned = json.load(file)
    return {
        'learning_rate': tuned['learningRate'],
        'max_depth': tuned['maxDepth'],
        'subsample': tuned['subsample'],
        'colsample_bytree': tuned['colsampleByTree'],
    }


def peak_megabytes():
    """The most memory that the process has held, on Linux since it was last forgotten."""
    if not sys.platform.startswith('linux'):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with open('/proc/self/status') as file:
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith('VmHWM'))


def forget_peak():
    if sys.platform.startswith('linux'):
        with open('/proc/self/clear_refs', 'w') as file:
            file.write('5')


x, y = read('train')
regressor = create(y)
gc.collect()
forget_peak()
loaded = peak_megabytes()
start, processor_start = time.perf_counter(), time.process_time()
regressor.fit(x, y)
fit_seconds = time.perf_counter() - start
fit_processor_seconds = time.process_time() - processor_start
peak = peak_megabytes()
test_x, test_y = read('test')
start = time.perf_counter()
predictions = regressor.predict(test_x)
predict_seconds = time.perf_counter() - start
print(
    json.dumps(
        {
            'fitSeconds': fit_seconds,
            'fitProcessorSeconds': fit_processor_seconds,
            'predictSeconds': predict_seconds,
            'testMse': float(numpy.mean((predictions.astype(float) - test_y) ** 2)),
            'loadedMegabytes': loaded,
            'peakMegabytes': peak,
        }
    )
)
