"""Models of many kinds by the installed XGBoost, and what it predicts with model files.

xgboost-kinds.py models ROWS ROUNDS SEED  trains one model of each kind and prints, as JSON, each with its files and predictions
xgboost-kinds.py predict                  reads a list of files (base64), formats and rows, and prints what they predict
"""

import base64
import json
import sys
import tempfile

import numpy
import xgboost

NAMES = ['a', 'b', 'c']


def floats(values):
    return numpy.asarray(values, dtype=numpy.float32).astype(float).ravel().tolist()


def matrix(rows, **label):
    values = numpy.array(rows, dtype=numpy.float32).reshape(-1, len(NAMES))
    return xgboost.DMatrix(values, feature_names=NAMES, **label)


def cells(values):
    return [[None if numpy.isnan(x) else x for x in row] for row in values.astype(float).tolist()]


def by_interface(booster, values):
    """What the scikit-learn interface predicts: up to the best round."""
    interface = xgboost.XGBRegressor()
    with tempfile.NamedTemporaryFile(suffix='.ubj') as file:
        booster.save_model(file.name)
        interface.load_model(file.name)
    return interface.predict(values)


def models(rows, rounds, seed):
    random = numpy.random.default_rng(seed)
    values = random.normal(size=(rows, 3)).astype(numpy.float32)
    values[random.random(values.shape) < 0.1] = numpy.nan
    known = numpy.nan_to_num(values)
    signal = known[:, 0] + numpy.where(known[:, 1] > 0, 2, 0) * known[:, 2] + 0.3 * random.normal(size=rows)
    test = random.normal(size=(rows // 4, 3)).astype(numpy.float32)
    test[random.random(test.shape) < 0.1] = numpy.nan
    positive = numpy.exp(signal / 3)
    two = (signal > 0).astype(float)
    three = numpy.digitize(signal, [-1, 1]).astype(float)
    dart = dict(booster='dart', rate_drop=0.4, skip_drop=0.2, seed=1)
    kinds = [
        ('gamma', dict(gamma=2, tree_method='exact', max_depth=6), signal),
        ('gamma and lambda 0', dict(gamma=0.5, tree_method='exact', reg_lambda=0, min_child_weight=0), signal),
        ('DART', dart, signal),
        ('DART of three classes', dict(dart, objective='multi:softprob', num_class=3), three),
        ('DART of counts', dict(dart, objective='count:poisson'), numpy.round(positive)),
        ('three trees a round', dict(num_parallel_tree=3, subsample=0.5, eta=1), signal),
        ('reg:squaredlogerror', dict(objective='reg:squaredlogerror'), positive),
        ('reg:absoluteerror', dict(objective='reg:absoluteerror'), signal),
        ('reg:pseudohubererror', dict(objective='reg:pseudohubererror'), signal),
        ('reg:logistic', dict(objective='reg:logistic', base_score=0.3), two * 0.8 + 0.1),
        ('binary:logistic', dict(objective='binary:logistic', base_score=0.3), two),
        ('binary:logitraw', dict(objective='binary:logitraw', base_score=0.3), two),
        ('binary:hinge', dict(objective='binary:hinge'), two),
        ('count:poisson', dict(objective='count:poisson', base_score=1.7), numpy.round(positive)),
        ('reg:gamma', dict(objective='reg:gamma', base_score=2.5), positive),
        ('reg:tweedie', dict(objective='reg:tweedie', tweedie_variance_power=1.3), positive),
        ('survival:cox', dict(objective='survival:cox'), positive),
        ('multi:softmax', dict(objective='multi:softmax', num_class=3), three),
        ('multi:softprob', dict(objective='multi:softprob', num_class=3), three),
    ]
    made = []

    def add(name, booster):
        data = matrix(test)
        made.append(
            dict(
                name=name,
                json=bytes(booster.save_raw('json')).decode(),
                ubjson=base64.b64encode(bytes(booster.save_raw('ubj'))).decode(),
                predictions=floats(booster.predict(data)),
                first=floats(booster.predict(data, iteration_range=(0, 2))),
                contributions=floats(booster.predict(data, pred_contribs=True)),
            )
        )

    for name, parameters, label in kinds:
        parameters = dict(dict(tree_method='hist', max_depth=3, nthread=1), **parameters)
        add(name, xgboost.train(parameters, matrix(values, label=label), rounds))
    for name, parallel in [('an early stop', 1), ('an early stop of three trees a round', 3)]:
        part = rows // 2
        noisy = signal + 2 * random.normal(size=rows)
        booster = xgboost.train(
            dict(eta=0.8, max_depth=5, num_parallel_tree=parallel, subsample=0.8, nthread=1),
            matrix(values[:part], label=noisy[:part]),
            100,
            evals=[(matrix(values[part:], label=noisy[part:]), 'validation')],
            early_stopping_rounds=rounds,
            verbose_eval=False,
        )
        assert booster.best_iteration + 1 < booster.num_boosted_rounds()
        add(name, booster)
        made[-1].update(best=int(booster.best_iteration), byInterface=floats(by_interface(booster, test)))
    return dict(version=xgboost.__version__, names=NAMES, rows=cells(test), models=made)


def predictions(file):
    booster = xgboost.Booster(model_file=bytearray(base64.b64decode(file['file'])))
    data = matrix(file['rows'])
    if booster.feature_names is None:
        data.feature_names = None
    best = booster.attr('best_iteration')
    return dict(
        predictions=floats(booster.predict(data)),
        contributions=floats(booster.predict(data, pred_contribs=True)),
        toBest=floats(booster.predict(data, iteration_range=(0, 0 if best is None else int(best) + 1))),
    )


if sys.argv[1] == 'models':
    print(json.dumps(models(*map(int, sys.argv[2:5]))))
else:
    print(json.dumps([predictions(file) for file in json.load(sys.stdin)]))
