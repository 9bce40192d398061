"""The job of run.py by darts: BlockRNNModel, all windows of the training rows in each epoch."""

import json
import logging
import sys
import warnings

import numpy as np
import pandas as pd
from darts import TimeSeries
from darts.dataprocessing.transformers import Scaler
from darts.metrics import mae
from darts.models import BlockRNNModel
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
logging.getLogger("pytorch_lightning").setLevel(logging.ERROR)

path = sys.argv[1]
validation, test, lookback, horizon, units, batch = (int(a) for a in sys.argv[2:8])
rate, epochs = float(sys.argv[8]), int(sys.argv[9])
frame = pd.read_csv(path, parse_dates=["time"])
series = TimeSeries.from_dataframe(frame, "time", "load", freq="h").astype(np.float32)
train, rest = series[: -validation - test], series[-validation - test - lookback : -test]
scaler = Scaler(StandardScaler())
scaled = scaler.fit_transform(train)
model = BlockRNNModel(
    input_chunk_length=lookback, output_chunk_length=horizon, model="LSTM", hidden_dim=units, n_rnn_layers=2,
    batch_size=batch, n_epochs=epochs, optimizer_kwargs={"lr": rate}, random_state=1,
    pl_trainer_kwargs={"accelerator": "cpu", "enable_progress_bar": False, "logger": False,
                       "enable_checkpointing": False})
model.fit(scaled, val_series=scaler.transform(rest))
known = scaler.transform(series[-test - lookback :])
forecasts = model.historical_forecasts(known, forecast_horizon=horizon, stride=1, retrain=False, last_points_only=False)
actual = series[-test - lookback :]
errors = [mae(actual, scaler.inverse_transform(forecast)) for forecast in forecasts]
print(json.dumps({"mae": float(np.mean(errors)), "windows": len(errors)}))
