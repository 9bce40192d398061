'use strict';
(() => {
  const charts = JSON.parse(document.getElementById('charts').textContent);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  const shown = []; // functions that draw a chart anew, in the colours of the moment

  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const number = value => (typeof value === 'number' ? String(Number(value.toPrecision(5))) : '–');

  /** What all charts have in common; axes and series come on top. */
  const frame = title => ({
    animation: !still.matches,
    animationDuration: 300,
    color: [colour('--first'), colour('--second')],
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    title: { text: title, show: false }, // it stands above the chart, where it may take two lines
    legend: {
      right: 0,
      top: 0,
      icon: 'roundRect',
      itemWidth: 14,
      itemHeight: 3,
      textStyle: { color: colour('--quiet'), fontSize: 13 }
    },
    grid: { left: 4, right: 16, top: 32, bottom: 4, containLabel: true },
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: colour('--soft'),
      borderColor: colour('--line'),
      textStyle: { color: colour('--ink'), fontSize: 13 },
      axisPointer: { lineStyle: { color: colour('--quiet') } },
      valueFormatter: number
    }
  });

  const categories = (values, between = false) => {
    const whole = between || values.every(value => String(value).length <= 5); // at an end half of a long one is cut
    return {
      type: 'category',
      data: values,
      boundaryGap: between,
      axisLine: { lineStyle: { color: colour('--line') } },
      axisTick: { show: false },
      axisLabel: { color: colour('--quiet'), hideOverlap: true, showMinLabel: whole, showMaxLabel: whole }
    };
  };

  /** Dashed lines across a chart. */
  const dashed = (data, label = { show: false }) => ({
    symbol: 'none',
    silent: true,
    label,
    lineStyle: { color: colour('--quiet'), type: 'dashed', width: 1 },
    data
  });

  /** Round ends of an axis that holds all numbers, and what lies between two of its lines. */
  function ends(numbers) {
    const finite = numbers.filter(Number.isFinite);
    if (finite.length === 0) {
      return {};
    }
    const least = finite.reduce((a, b) => Math.min(a, b));
    const most = finite.reduce((a, b) => Math.max(a, b));
    const rough = (most - least || Math.abs(most) || 1) / 4;
    const power = 10 ** Math.floor(Math.log10(rough));
    const off = step => Math.abs(Math.log(step * power / rough));
    const interval = [1, 2, 2.5, 5, 10].reduce((a, b) => (off(b) < off(a) ? b : a)) * power;
    const round = value => Number(value.toPrecision(12));
    return {
      min: round(Math.floor(least / interval + 1e-9) * interval),
      max: round(Math.ceil(most / interval - 1e-9) * interval),
      interval: round(interval)
    };
  }

  const values = numbers => ({
    type: 'value',
    scale: true,
    ...ends(numbers),
    axisLabel: { color: colour('--quiet'), formatter: number },
    splitLine: { lineStyle: { color: colour('--line') } }
  });

  const line = (name, data) => ({
    type: 'line',
    name,
    data,
    symbol: 'circle',
    symbolSize: 5,
    showSymbol: data.length < 40,
    lineStyle: { width: 2 }
  });

  function curve(spec) {
    const option = frame(spec.title);
    const names = Object.keys(spec.lines);
    option.xAxis = categories(spec.epochs.map(String));
    option.yAxis = values(axes[spec.axis]);
    option.legend.show = names.length > 1;
    option.series = names.map(name => {
      const series = line(name, spec.lines[name]);
      if (name === 'validation') {
        series.itemStyle = { color: colour('--second') };
      }
      return series;
    });
    if (spec.kept > 0) {
      option.series[0].markLine = dashed([{ xAxis: String(spec.kept) }]);
    }
    return option;
  }

  function steps(spec, chosen) {
    const data = spec.metrics[chosen.metric];
    const option = frame(chosen.metric);
    const level = spec.levels[chosen.metric]; // what a coverage should be
    option.xAxis = categories(data.map((value, i) => String(i + 1)));
    option.yAxis = values(level === undefined ? data : data.concat([level]));
    option.legend.show = false;
    option.series = [line(chosen.metric, data)];
    if (level !== undefined) {
      option.series[0].markLine = dashed([{ yAxis: level }], {
        position: 'insideEndTop', color: colour('--quiet'), formatter: number(level)
      });
    }
    return option;
  }

  function lines(spec) {
    const option = frame(spec.title);
    const names = Object.keys(spec.lines);
    option.xAxis = categories(spec.x);
    option.yAxis = values(Object.values(spec.lines).flat());
    option.legend.show = names.length > 1;
    option.series = names.map(name => line(name, spec.lines[name]));
    return option;
  }

  function bars(spec) {
    const option = frame(spec.title);
    option.xAxis = categories(spec.x, true);
    option.yAxis = { ...values(spec.values.concat(spec.band ? [spec.band, -spec.band] : [0])), scale: false };
    option.legend.show = false;
    option.series = [{ type: 'bar', name: spec.title, data: spec.values }];
    if (spec.band) {
      option.series[0].markLine = dashed([{ yAxis: spec.band }, { yAxis: -spec.band }]);
    }
    return option;
  }

  /** The charts of one series at a time, and of one of its windows. */
  function series(spec) {
    const chosen = { series: 0, window: spec.series[0].windows.length - 1 };
    const several = spec.series.length > 1;
    const one = () => spec.series[chosen.series];
    const empty = { times: [], trend: [], season: [], rest: [] };
    const parts = () => one().decomposition || empty;
    const marked = () => {
      const option = lines({
        title: spec.column, x: one().times, lines: { actual: one().actual }
      });
      option.series[0].markLine = dashed(
        [['validation', one().validation_from], ['test', one().test_from]]
          .filter(part => part[1])
          .map(part => ({ name: part[0], xAxis: part[1] })),
        { formatter: mark => mark.name, color: colour('--quiet') });
      return option;
    };
    const draws = [
      show('series-split', marked),
      ...(several ? [show('series-window', () => {
        const window = one().windows[chosen.window];
        return lines({
          title: spec.column + ' after ' + window.cutoff,
          x: window.times,
          lines: { actual: window.actual, forecast: window.forecast }
        });
      })] : []),
      ...['trend', 'season', 'rest']
        .filter(part => document.getElementById('series-' + part))
        .map(part => show('series-' + part, () => lines({
          title: part, x: parts().times, lines: { [part]: parts()[part] }
        }))),
      show('series-errors', () => lines({
        title: 'error', x: one().errors.times, lines: { error: one().errors.values }
      })),
      show('series-acf', () => bars({
        title: 'autocorrelation',
        x: one().autocorrelation.map((value, i) => String(i + 1)),
        values: one().autocorrelation,
        band: one().band
      }))
    ];
    const draw = () => draws.forEach(each => each());
    if (!several) {
      return;
    }
    const cutoffs = document.getElementById('choose-cutoff');
    cutoffs.className = 'choice';
    const chooseCutoff = () => {
      cutoffs.replaceChildren();
      chosen.window = one().windows.length - 1;
      choice(cutoffs, 'Forecast made after', one().windows.map(window => window.cutoff),
        chosen.window, i => { chosen.window = i; draw(); });
    };
    const place = document.getElementById('choose-series');
    place.className = 'choice';
    choice(place, 'Series', spec.series.map(each => each.name), 0, i => {
      chosen.series = i;
      chooseCutoff();
      draw();
    });
    chooseCutoff();
  }

  /** Points, and the line on which they would lie without errors. */
  function scatter(spec) {
    const option = frame(spec.title);
    const x = spec.points.map(point => point[0]);
    const y = spec.points.map(point => point[1]);
    const both = spec.diagonal ? x.concat(y) : null;
    const axis = (numbers, name) => ({
      ...values(numbers),
      name,
      nameLocation: name === spec.x ? 'middle' : 'end',
      nameGap: name === spec.x ? 28 : 12,
      nameTextStyle: { color: colour('--quiet'), align: name === spec.x ? 'center' : 'left' }
    });
    option.xAxis = axis(both || x, spec.x);
    option.yAxis = axis(both || y, spec.y);
    option.grid = { ...option.grid, bottom: 28 };
    option.legend.show = false;
    option.tooltip.trigger = 'item';
    option.tooltip.formatter = point => point.value.map(number).join(', ');
    const { min, max } = option.xAxis;
    option.series = [{
      type: 'scatter',
      data: spec.points,
      symbolSize: 6,
      itemStyle: { opacity: 0.6 },
      markLine: dashed(
        spec.diagonal ? [[{ coord: [min, min] }, { coord: [max, max] }]] : [{ yAxis: 0 }])
    }];
    return option;
  }

  /** A colour between two of #rrggbb. */
  function mixed(from, to, share) {
    const parts = name => [1, 3, 5].map(at => parseInt(colour(name).slice(at, at + 2), 16));
    const ends = parts(to);
    return 'rgb(' + parts(from).map((part, i) =>
      Math.round(part + share * (ends[i] - part))).join(', ') + ')';
  }

  /**
   * Intervals as shades: each upper end is filled to the axis in a colour, each lower end in that of
   * what lies around, the widest interval first and last.
   */
  function shades(bands, bounds, placed) {
    const shade = i => mixed('--paper', '--second', (i + 1) * 0.3 / bands.length);
    const area = (name, color) => ({
      type: 'line',
      name,
      data: placed(bounds[name]),
      symbol: 'none',
      silent: true,
      lineStyle: { width: 0 },
      itemStyle: { color: shade(0) },
      areaStyle: { color, opacity: 1, origin: 'start' }
    });
    const upper = bands.map((ends, i) => area(ends[1], shade(i)));
    const lower = bands.map((ends, i) => area(ends[0], i > 0 ? shade(i - 1) : colour('--paper')));
    return upper.concat(lower.reverse());
  }

  function forecasts(spec, chosen) {
    const window = spec.windows[chosen.window];
    const forecast = window.forecast[chosen.column];
    const placed = values => {
      const all = new Array(spec.times.length).fill(null);
      values.forEach((value, step) => { all[window.first + step] = value; });
      return all;
    };
    const option = frame(chosen.column);
    option.xAxis = categories(spec.times);
    const ends = spec.bands.flat();
    const bounds = ends.length > 0 ? window.bounds[chosen.column] : {};
    option.yAxis = values(spec.actual[chosen.column].concat(spec.windows.flatMap(other =>
      other.forecast[chosen.column].concat(
        ends.flatMap(name => other.bounds[chosen.column][name])))));
    option.series = [line('actual', spec.actual[chosen.column]), line('forecast', placed(forecast))];
    option.series.forEach(series => {
      series.showSymbol = forecast.length < 40;
      series.z = 6; // before the lines of the axis, which lie before the shades
    });
    option.series.push(...shades(spec.bands, bounds, placed));
    option.yAxis.z = 4;
    option.legend.data = ['actual', 'forecast'];
    const around = 3 * forecast.length;
    if (spec.times.length > 3 * around) {
      option.dataZoom = [{
        type: 'slider',
        startValue: Math.max(0, window.first - around),
        endValue: Math.min(spec.times.length - 1, window.first + forecast.length + around),
        bottom: 0,
        height: 22,
        brushSelect: false,
        borderColor: 'transparent',
        backgroundColor: colour('--soft'),
        fillerColor: 'rgba(' + colour('--right') + ', 0.15)',
        textStyle: { color: colour('--quiet') }
      }];
      option.grid.bottom = 36;
    }
    return option;
  }

  /** The numbers of the chosen window, in the table that was made for the last one. */
  function figures(spec, chosen) {
    const window = spec.windows[chosen.window];
    const rows = [];
    for (const column of spec.columns) {
      const shown = value =>
        typeof value === 'number' ? value.toFixed(spec.decimals[column]) : '–';
      window.forecast[column].forEach((forecast, step) => {
        const actual = spec.actual[column][window.first + step];
        const known = typeof actual === 'number' && typeof forecast === 'number';
        rows.push([
          spec.times[window.first + step],
          String(step + 1),
          column,
          shown(actual),
          shown(forecast),
          shown(known ? actual - forecast : null)
        ]);
      });
    }
    const details = document.getElementById('figures');
    details.querySelector('summary').textContent = 'The window after ' + window.cutoff;
    details.querySelector('tbody').replaceChildren(...rows.slice(0, spec.rows).map(row => {
      const line = document.createElement('tr');
      row.forEach((text, i) => {
        const cell = document.createElement(i === 0 ? 'th' : 'td');
        cell.textContent = text;
        if (i === 0) {
          cell.scope = 'row';
        } else if (i !== 2) {
          cell.className = 'number';
        }
        line.append(cell);
      });
      return line;
    }));
  }

  /** A labelled list of which one is chosen; nothing if there is one only. */
  function choice(place, label, names, index, change) {
    const select = document.createElement('select');
    names.forEach((name, i) => {
      const option = document.createElement('option');
      option.value = String(i);
      option.textContent = name;
      select.append(option);
    });
    select.value = String(index);
    select.addEventListener('change', () => change(Number(select.value)));
    if (names.length > 1) {
      const labelled = document.createElement('label');
      labelled.append(label, select);
      place.append(labelled);
    }
    return select;
  }

  function button(place, text, title, click) {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = text;
    made.title = title;
    made.setAttribute('aria-label', title);
    made.addEventListener('click', click);
    place.append(made);
    return made;
  }

  function show(id, option) {
    const place = document.getElementById(id);
    const figure = document.createElement('figure');
    const title = document.createElement('figcaption');
    place.replaceWith(figure);
    figure.append(title, place);
    const chart = echarts.init(place, null, { renderer: 'svg' });
    const draw = () => {
      const drawn = option();
      title.textContent = drawn.title.text;
      chart.setOption(drawn, true);
    };
    new ResizeObserver(() => chart.resize()).observe(place);
    shown.push(draw);
    draw();
    return draw;
  }

  const axes = {}; // the numbers of all curves that are compared
  for (const spec of Object.values(charts)) {
    if (spec.kind === 'curve') {
      axes[spec.axis] = Object.values(spec.lines).reduce(
        (all, line) => all.concat(line), axes[spec.axis] || []);
    }
  }
  for (const [id, spec] of Object.entries(charts)) {
    if (spec.kind === 'curve') {
      show(id, () => curve(spec));
    } else if (spec.kind === 'bars') {
      show(id, () => bars(spec));
    } else if (spec.kind === 'series') {
      series(spec);
    } else if (spec.kind === 'lines') {
      show(id, () => lines(spec));
    } else if (spec.kind === 'scatter') {
      show(id, () => scatter(spec));
    } else if (spec.kind === 'steps') {
      const names = Object.keys(spec.metrics);
      const chosen = { metric: names[0] };
      const draw = show(id, () => steps(spec, chosen));
      const place = document.getElementById('choose-steps');
      place.className = 'choice';
      choice(place, 'Score', names, 0, i => { chosen.metric = names[i]; draw(); });
    } else if (spec.kind === 'forecasts') {
      const last = spec.windows.length - 1;
      const chosen = { column: spec.columns[0], window: last };
      const draw = show(id, () => forecasts(spec, chosen));
      const place = document.getElementById('choose-forecasts');
      place.className = 'choice';
      choice(place, 'Column', spec.columns, 0, i => { chosen.column = spec.columns[i]; draw(); });
      const move = i => {
        chosen.window = i;
        select.value = String(i);
        earlier.disabled = i === 0;
        later.disabled = i === last;
        draw();
        figures(spec, chosen);
      };
      const cutoffs = spec.windows.map(window => window.cutoff);
      const select = choice(place, 'Forecast made after', cutoffs, last, move);
      const earlier = button(place, '←', 'Earlier window', () => move(chosen.window - 1));
      const later = button(place, '→', 'Later window', () => move(chosen.window + 1));
      earlier.hidden = later.hidden = last === 0;
      later.disabled = true;
    }
  }
  dark.addEventListener('change', () => shown.forEach(draw => draw()));
})();
