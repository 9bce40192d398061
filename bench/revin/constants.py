"""Reversible instance normalisation (Kim et al. 2022) in a small network, with its gradients, by NumPy.

The constants stand in src/test/java/dev/sluice/network/ReversibleTest.java and frame/series/WindowScaleTest.java.
    python bench/revin/constants.py
"""

import numpy as np

EPSILON = 1e-5  # of the authors' code

# (windows, columns, steps), and the row after each
x = np.array([[[1.0, 4.0, 2.0], [10.0, 10.0, 13.0]], [[0.0, -2.0, 5.0], [7.0, 6.0, 2.0]]])
after = np.array([[3.0, 12.0], [1.0, 4.0]])

gamma = np.array([1.5, -0.5])
beta = np.array([0.25, -1.0])
weights = np.array([[0.5, -0.25], [1.0, 0.75]])  # (columns in, columns out)
bias = np.array([0.1, -0.2])

mean = x.mean(axis=2)
deviation = np.sqrt(x.var(axis=2) + EPSILON)
scaled = (x - mean[:, :, None]) / deviation[:, :, None]
labels = (after - mean) / deviation


def outputs(gamma, beta, weights, bias):
    """The network: the affine layer, the maximum over the steps, a dense layer, and the affine layer undone."""
    pooled = (scaled * gamma[:, None] + beta[:, None]).max(axis=2)
    return (pooled @ weights + bias - beta) / gamma


def loss(*parameters):
    """The mean over windows of the mean over columns of squared errors, in units of the windows."""
    return ((outputs(*parameters) - labels) ** 2).mean()


def slope(which, at):
    step = 1e-6
    ends = []
    for sign in (1, -1):
        parameters = [p.copy() for p in (gamma, beta, weights, bias)]
        parameters[which][at] += sign * step
        ends.append(loss(*parameters))
    return (ends[0] - ends[1]) / (2 * step)


parameters = (gamma, beta, weights, bias)
y = outputs(*parameters)
pooled = (scaled * gamma[:, None] + beta[:, None]).max(axis=2)
places = (scaled * gamma[:, None] + beta[:, None]).argmax(axis=2)

dy = 2 * (y - labels) / y.size
dz = dy / gamma
dweights = pooled.T @ dz
dbias = dz.sum(axis=0)
dpooled = dz @ weights.T
seen = np.take_along_axis(scaled, places[:, :, None], axis=2)[:, :, 0]
dgamma = (dpooled * seen).sum(axis=0) - (dz * y).sum(axis=0)
dbeta = dpooled.sum(axis=0) - dz.sum(axis=0)
for which, gradient in enumerate((dgamma, dbeta, dweights, dbias)):
    for at in np.ndindex(gradient.shape):
        assert abs(gradient[at] - slope(which, at)) < 1e-8

np.set_printoptions(precision=8, suppress=True)
print("scaled", scaled.tolist())
print("labels", labels.tolist())
print("outputs", y.tolist())
print("loss", loss(*parameters))
print("gradient of gamma", dgamma.tolist())
print("gradient of beta", dbeta.tolist())
print("gradient of weights", dweights.tolist())
print("gradient of bias", dbias.tolist())
print("forecasts", (y * deviation + mean).tolist())
