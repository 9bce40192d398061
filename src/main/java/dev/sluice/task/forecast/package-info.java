/**
 * The next values of a series: forecasts in original units, baselines, tables. Read {@link
 * dev.sluice.task.forecast.ForecastTask}.
 */
package dev.sluice.task.forecast;
