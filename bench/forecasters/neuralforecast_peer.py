"""The job of run.py by neuralforecast: LSTM with its direct head; a step draws one batch of windows."""

import json
import logging
import math
import sys
import warnings

import numpy as np
import pandas as pd
from neuralforecast import NeuralForecast
from neuralforecast.losses.pytorch import MSE
from neuralforecast.models import LSTM

warnings.filterwarnings("ignore")
logging.getLogger("pytorch_lightning").setLevel(logging.ERROR)

path = sys.argv[1]
validation, test, lookback, horizon, units, batch = (int(a) for a in sys.argv[2:8])
rate, epochs = float(sys.argv[8]), int(sys.argv[9])
frame = pd.read_csv(path, parse_dates=["time"]).rename(columns={"time": "ds", "load": "y"})
frame["unique_id"] = "load"
windows = len(frame) - validation - test - lookback - horizon + 1
model = LSTM(
    h=horizon, input_size=lookback, encoder_n_layers=2, encoder_hidden_size=units, recurrent=False, decoder_layers=1,
    decoder_hidden_size=units, loss=MSE(), learning_rate=rate, batch_size=1, windows_batch_size=batch,
    max_steps=epochs * math.ceil(windows / batch), val_check_steps=math.ceil(windows / batch), scaler_type="identity",
    random_seed=1, accelerator="cpu", enable_progress_bar=False, logger=False, enable_checkpointing=False)
forecaster = NeuralForecast(models=[model], freq="h", local_scaler_type="standard")
scored = forecaster.cross_validation(frame, n_windows=None, val_size=validation, test_size=test, step_size=1)
print(json.dumps({"mae": float(np.abs(scored["LSTM"] - scored["y"]).mean()), "windows": scored["cutoff"].nunique()}))
