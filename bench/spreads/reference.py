"""The figures that SpreadMetricsTest and the tests of distributions hold literally."""

import numpy as np
import scoringrules
from scipy import stats

LEVELS = np.array([0.1, 0.5, 0.9])
OBS = np.array([10.0, 0.0, 24.5, -3.25])
QUANTILES = np.array([[7.0, 9, 12], [0, 1, 3], [10, 20, 24], [-3, -1.5, 0]])

each = scoringrules.crps_quantile(OBS, QUANTILES, LEVELS)
print("crps of quantiles", repr(each.mean()))
pinball = [scoringrules.quantile_score(OBS, QUANTILES[:, i], q) for i, q in enumerate(LEVELS)]
print("pinball", repr(np.mean(pinball)))
print(
    "winkler 80%",
    repr(np.mean(scoringrules.interval_score(OBS, QUANTILES[:, 0], QUANTILES[:, 2], 0.2))),
)
print("normal quantiles", [repr(stats.norm.ppf(q)) for q in (0.025, 0.1, 0.5, 0.9)])
print("t quantiles, 5 degrees", [repr(stats.t.ppf(q, 5)) for q in (0.025, 0.1, 0.5, 0.9)])
print("-log density of normal", repr(-stats.norm.logpdf(1.7, 0.4, 0.8)))
print("-log density of t, 5 degrees", repr(-stats.t.logpdf(1.7, 5, 0.4, 0.8)))
for mean, alpha in ((3.5, 0.4), (120.0, 0.05), (0.2, 3.0)):
    r = 1 / alpha
    counts = stats.nbinom(r, r / (r + mean))
    print("negative binomial", mean, alpha, repr(-counts.logpmf(4)),
          [int(counts.ppf(q)) for q in (0.1, 0.5, 0.9, 0.99)])
