# The same in scikit-learn (forest) and XGBoost (boosting); the same protocol as worker.mjs.
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

    return XGBRegressor(n_estimators=trees, tree_method='hist', base_score=float(target.mean()), n_jobs=threads)


def megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


(x, y), (test_x, test_y) = read('train'), read('test')
regressor = create(y)
loaded = megabytes()
start = time.perf_counter()
regressor.fit(x, y)
fitted = time.perf_counter()
predictions = regressor.predict(test_x)
predicted = time.perf_counter()
print(
    json.dumps(
        {
            'fitSeconds': fitted - start,
            'predictSeconds': predicted - fitted,
            'testMse': float(numpy.mean((predictions.astype(float) - test_y) ** 2)),
            'loadedMegabytes': loaded,
            'peakMegabytes': megabytes(),
        }
    )
)
