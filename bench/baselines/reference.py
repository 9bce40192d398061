"""The figures of statsforecast and statsmodels that the tests of evaluate.baselines hold literally."""

import pathlib
import sys
import warnings

import numpy as np
import statsforecast
import statsmodels
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
from statsmodels.tsa.stattools import kpss
from statsforecast.models import AutoARIMA, AutoETS, AutoTheta
from statsmodels.tsa.statespace.sarimax import SARIMAX

warnings.filterwarnings("ignore")
DATA = pathlib.Path(__file__).parents[2] / "data" / "airline-passengers.csv"
np.set_printoptions(precision=17, suppress=True, linewidth=110)


def passengers(path):
    return np.array([float(line.split(",")[1]) for line in open(path).read().split()[1:]])


def windows(y, forward):
    """MAE over the 13 windows of 12 months that config/airline.yaml tests."""
    errors = [np.abs(y[o : o + 12] - forward(y[:o], 12)).mean() for o in range(120, 133)]
    return np.mean(errors)


def mape(y, f):
    return 100 * np.mean(np.abs(y - f) / y)


def ridge(columns, lookback, gap, horizon, strength, rows):
    """Weights and constants from windows of the first rows, less their last value, in deviations."""
    x, z = [], []
    for c in columns:
        c = (c[:rows] - c[:rows].mean()) / c[:rows].std()
        for s in range(rows - lookback - gap - horizon + 1):
            last = c[s + lookback - 1]
            x.append(c[s : s + lookback - 1] - last)
            z.append(c[s + lookback + gap : s + lookback + gap + horizon] - last)
    x, z = np.array(x), np.array(z)
    a = (x - x.mean(0)).T @ (x - x.mean(0)) + strength * len(x) * np.eye(lookback - 1)
    w = np.linalg.solve(a, (x - x.mean(0)).T @ (z - z.mean(0)))
    return w, z.mean(0) - x.mean(0) @ w


def forecast(c, line, lookback, rows, cutoff):
    w, constant = line
    return c[cutoff] + (c[cutoff - lookback + 1 : cutoff] - c[cutoff]) @ w + constant * c[:rows].std()


def linear(y):
    x = np.log(y)
    for strength in [1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1]:
        line = ridge([x], 24, 0, 12, strength, 96)
        held = [(x[o + 1 : o + 13] - forecast(x, line, 24, 96, o)) / x[:96].std() for o in range(95, 108)]
        mae = [np.abs(y[o + 1 : o + 13] - np.exp(forecast(x, line, 24, 96, o))).mean() for o in range(119, 132)]
        print("linear", strength, "validation", np.mean(np.square(held)), "MAE", np.mean(mae))
        print("   forecast", forecast(x, line, 24, 96, 131)[:3])
    line = ridge([y, x], 6, 2, 3, 1e-2, 96)
    print("linear, two columns", forecast(y, line, 6, 96, 131), forecast(x, line, 6, 96, 131))


def smoothing(y):
    """Exponential smoothing at its largest likelihood, which statsforecast's search does not reach."""
    for rows in [96, 108]:
        model = ETSModel(y[:rows], error="mul", trend="add", seasonal="mul", seasonal_periods=12).fit(disp=0, maxiter=2000)
        print("statsmodels ETS(M,A,M)", rows, "loglik", model.llf, "alpha", model.params[0])
    print("   MAPE of 36", mape(y[108:], model.forecast(36)))


def main():
    y = passengers(sys.argv[1] if len(sys.argv) > 1 else DATA)
    print("statsforecast", statsforecast.__version__, "statsmodels", statsmodels.__version__)

    for name in ["MAM", "AAA", "MAdM", "AAN", "ANN", "AAdN", "MNM"]:
        spec = name.replace("d", "")
        model = AutoETS(season_length=12, model=spec, damped="d" in name).fit(y[:96])
        m = model.model_
        print("ets", name, "loglik", m["loglik"], "aicc", m["aicc"], "par", np.array(m["par"][:4]))
        print("   states", m["states"][0], "forecast", model.predict(12)["mean"])
        print("   MAE of windows", windows(y, lambda h, n: model.forward(h, n)["mean"]))
    auto = AutoETS(season_length=12).fit(y[:96])
    print("ets chosen on 96 rows", auto.model_["method"], auto.model_["aicc"])
    print("   MAE", windows(y, lambda h, n: auto.forward(h, n)["mean"]))
    auto = AutoETS(season_length=12).fit(np.log(y[:96]))
    print("ets chosen on logs", auto.model_["method"], auto.model_["aicc"])
    print("   MAE", windows(y, lambda h, n: np.exp(auto.forward(np.log(h), n)["mean"])))
    auto = AutoETS(season_length=12).fit(y[:108])
    print("ets chosen on 108 rows", auto.model_["method"], "MAPE of 36", mape(y[108:], auto.predict(36)["mean"]))

    for name in ["STM", "OTM", "DSTM", "DOTM"]:
        for kind in ["multiplicative", "additive"]:
            model = AutoTheta(season_length=12, model=name, decomposition_type=kind).fit(y[:108])
            m = model.model_
            f = model.predict(36)["mean"]
            print("theta", name, kind, "par", m["par"], "mse", m["mse"], "MAPE of 36", mape(y[108:], f))
            print("   forecast", f[:12])
        model = AutoTheta(season_length=1, model=name).fit(y[:108])
        print("theta", name, "no season", model.model_["par"], model.model_["mse"], model.predict(3)["mean"])
    auto = AutoTheta(season_length=12).fit(y[:96])
    print("theta chosen on 96 rows", auto.model_["modeltype"], "MAE", windows(y, lambda h, n: auto.forward(h, n)["mean"]))
    auto = AutoTheta(season_length=12).fit(np.log(y[:96]))
    print("theta chosen on logs", auto.model_["modeltype"], "MAE", windows(y, lambda h, n: np.exp(auto.forward(np.log(h), n)["mean"])))

    smoothing(y)
    linear(y)

    x = np.log(y[:96])
    for w in [x, x[12:] - x[:-12]]:
        print("kpss", kpss(w, regression="c", nlags=int(3 * np.sqrt(len(w)) / 13))[0])

    def differenced(p, d, q, P, D, Q):
        w = np.diff(x, n=d)
        for _ in range(D):
            w = w[12:] - w[:-12]
        return w
    for order in [(0, 1, 1, 0, 1, 1), (2, 0, 1, 1, 1, 0), (1, 1, 2, 1, 0, 0), (2, 0, 0, 0, 0, 0)]:
        p, d, q, P, D, Q = order
        w = differenced(*order)
        constant = d + D < 2
        model = SARIMAX(
            w,
            order=(p, 0, q),
            seasonal_order=(P, 0, Q, 12),
            trend="c" if constant else "n",
            concentrate_scale=True,
        )
        at = np.array(([0.01] if constant else []) + [0.3, -0.2, 0.1, -0.4][: p + q + P + Q])
        print("arima", order, "at", at, "loglik", model.loglike(at))
        best = model.fit(disp=0, maxiter=500)
        print("   fitted", best.params, best.llf, "forecast", best.forecast(3))
    auto = AutoARIMA(season_length=12).fit(x)
    print("arima chosen on logs", auto.model_["arma"], auto.model_["aicc"], auto.model_["coef"])
    print("   MAE", windows(y, lambda h, n: np.exp(auto.forward(np.log(h), n)["mean"])))
    auto = AutoARIMA(season_length=12).fit(y[:96])
    print("arima chosen raw", auto.model_["arma"], auto.model_["aicc"], auto.model_["coef"])
    print("   MAE", windows(y, lambda h, n: auto.forward(h, n)["mean"]))


main()
