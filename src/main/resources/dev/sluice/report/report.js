'use strict';
(() => {
  const charts = JSON.parse(document.getElementById('charts').textContent);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  const shown = []; // functions that draw a chart anew, in the colours of the moment
  const followed = new Map(); // curves of a training that goes on, by their places: what draws them
  const palette = ['--first', '--second', '--third', '--fourth', '--fifth', '--sixth', '--seventh', '--eighth'];

  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const number = value => (typeof value === 'number' ? String(Number(value.toPrecision(5))) : '–');

  /** What all charts have in common; axes and series come on top. */
  const frame = title => ({
    animation: !still.matches && followed.size === 0 && !document.documentElement.classList.contains('print'),
    animationDuration: 300,
    color: palette.map(colour),
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
    grid: { left: 4, right: 16, top: 32, bottom: 8, containLabel: true },
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
      axisLabel: { color: colour('--quiet'), hideOverlap: true, showMinLabel: whole, showMaxLabel: whole ? null : false }
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
    sampling: 'lttb', // of more points than the chart is wide
    lineStyle: { width: 2 }
  });

  function curve(spec) {
    const option = frame(spec.title + ' by epoch');
    option.xAxisName = 'epoch';
    const names = Object.keys(spec.lines);
    option.xAxis = categories(spec.epochs.map(String));
    option.yAxis = values(axes[spec.axis]);
    option.legend.show = names.length > 1;
    option.series = names.map(name => {
      const series = line(name, spec.lines[name]);
      if (name === 'validation') {
        series.itemStyle = { color: colour('--second') };
      } else if (name.startsWith('training') && names.length > 2) {
        series.lineStyle = { width: 1, type: 'dashed' };
      }
      return series;
    });
    if (spec.kept !== null) {
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
    option.yAxis = values(Object.values(spec.lines).concat(Object.values(spec.levels || {})).flat());
    option.legend.show = names.length > 1;
    option.series = names.map(name => line(name, spec.lines[name]));
    names.filter(name => spec.levels && name in spec.levels).forEach(name => {
      option.series[names.indexOf(name)].markLine = dashed([{ yAxis: spec.levels[name] }]);
    });
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
    const titled = (name, data) => (data.length > 0 ? name : name + ': the series is too short');
    const marked = () => {
      const option = lines({
        title: spec.column, x: one().times, lines: { actual: one().actual }
      });
      option.grid.right = 56; // of the last label, which begins at a line that may be at the end
      option.series[0].markLine = dashed(
        [['validation', one().validation_from, 'right'], [spec.scored, one().test_from, 'left']]
          .filter(part => part[1])
          .map(([name, xAxis, align]) => ({ name, xAxis, label: { align } })), // away from each other
        { formatter: mark => mark.name, color: colour('--quiet') });
      return option;
    };
    const draws = [
      show('series-split', marked),
      ...(several ? [show('series-window', () => {
        const window = one().windows[chosen.window];
        const before = new Array(window.times.length - window.forecast.length).fill(null);
        const placed = forecast => before.concat(forecast);
        const option = lines({
          title: spec.column + ' after ' + window.cutoff,
          x: window.times,
          lines: { actual: window.actual, forecast: placed(window.forecast) }
        });
        return shaded(option, spec.bands, window.bounds, placed, one().windows.flatMap(other =>
          [other.actual, other.forecast, ...spec.bands.flat().map(name => other.bounds[name])].flat()));
      })] : []),
      ...['trend', 'season', 'rest']
        .flatMap(part => showIfThere('series-' + part, () => lines({
          title: titled(part === 'rest' ? 'remainder' : part, parts()[part]), x: parts().times, lines: { [part]: parts()[part] }
        }))),
      ...showIfThere('series-errors', () => lines({
        title: 'error', x: one().errors.times, lines: { error: one().errors.values }
      })),
      ...showIfThere('series-acf', () => bars({
        title: titled('autocorrelation', one().autocorrelation),
        x: one().autocorrelation.map((value, i) => String(i + 1)),
        values: one().autocorrelation,
        band: one().band
      })),
      ...showIfThere('series-sizes', () => histogram('rows by error', one().errors.values))
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

  const named = (name, across) => ({
    name,
    nameLocation: across ? 'middle' : 'end',
    nameGap: across ? 28 : 12,
    nameTextStyle: { color: colour('--quiet'), align: across ? 'center' : 'left' }
  });

  /** Points, and the line on which they would lie without errors. */
  function scatter(spec) {
    const option = frame(spec.title);
    const x = spec.points.map(point => point[0]);
    const y = spec.points.map(point => point[1]);
    const both = spec.diagonal ? x.concat(y) : null;
    option.xAxis = { ...values(both || x), ...named(spec.x, true) };
    option.yAxis = { ...values(both || y), ...named(spec.y, false) };
    option.grid = { ...option.grid, bottom: 28 };
    option.legend.show = false;
    option.tooltip.trigger = 'item';
    option.tooltip.formatter = point => point.value.map(number).join(', ');
    const { min, max } = option.xAxis;
    option.series = [{
      type: 'scatter',
      name: spec.title,
      data: spec.points,
      symbolSize: 6,
      itemStyle: { opacity: 0.6 },
      markLine: dashed(
        spec.diagonal ? [[{ coord: [min, min] }, { coord: [max, max] }]] : [{ yAxis: 0 }])
    }];
    return option;
  }

  /** Lines through points whose coordinates are shares. */
  function shares(spec) {
    const option = frame(spec.title);
    const names = Object.keys(spec.lines);
    const share = [0, 1];
    option.xAxis = { ...values(share), ...named(spec.x, true) };
    option.yAxis = { ...values(share), ...named(spec.y, false) };
    option.grid = { ...option.grid, bottom: 28, top: names.length > 1 ? 56 : 32 };
    option.legend = { ...option.legend, type: 'scroll', show: names.length > 1 };
    option.tooltip.trigger = 'item';
    option.tooltip.formatter = point =>
      echarts.format.encodeHTML(point.seriesName) + ': ' + point.value.map(number).join(', ');
    option.series = names.map((name, i) => ({
      type: 'line',
      name,
      data: spec.lines[name],
      symbol: 'circle',
      symbolSize: 5,
      showSymbol: spec.lines[name].length < 40,
      lineStyle: { width: 2, type: i < palette.length ? 'solid' : 'dashed' }
    }));
    if (spec.diagonal && option.series.length > 0) {
      option.series[0].markLine = dashed([[{ coord: [0, 0] }, { coord: [1, 1] }]]);
    }
    return option;
  }

  /** From the least to the largest of each part, with steps at the median and the 90th per cent. */
  function ranges(spec) {
    const option = frame(spec.title);
    const names = Object.keys(spec.of);
    const parts = spec.parts.map((part, i) => names.map(name => spec.of[name][i]));
    option.yAxis = { ...categories(spec.parts, true), inverse: true };
    option.grid.left = 12; // labels are wider than they are measured
    option.xAxis = { ...values([0].concat(...parts)), scale: false };
    option.tooltip.formatter = at => echarts.format.encodeHTML(at[0].name) + '<br>' +
      names.map((name, i) => echarts.format.encodeHTML(name) + ' ' + number(parts[at[0].dataIndex][i])).join('<br>');
    option.series = names.map((name, i) => ({
      type: 'bar',
      name: i === 0 ? name : names[i - 1] + ' to ' + name,
      stack: 'all',
      barMaxWidth: 28,
      data: parts.map(of => of[i] - (i === 0 ? 0 : of[i - 1])),
      itemStyle: { color: i === 0 ? 'transparent' : mixed('--paper', '--first', 1 / (i * i)) }
    }));
    option.legend.data = option.series.slice(1).map(series => series.name);
    option.rows = [['part', ...names], ...spec.parts.map((part, i) => [part, ...parts[i]])];
    return option;
  }

  /** How many values lie in each of some intervals of one width. */
  function histogram(title, values) {
    const finite = values.filter(Number.isFinite);
    const { min, max, interval } = ends(finite);
    const wanted = Math.max(1, Math.min(30, Math.ceil(Math.sqrt(finite.length))));
    const off = width => Math.abs((max - min) / width - wanted);
    const width = [1, 0.5, 0.2, 0.1].map(part => part * interval) // round ends and middles
      .reduce((a, b) => (off(b) < off(a) ? b : a)) || 1;
    const bins = Math.max(1, Math.round((max - min) / width) || 1);
    const counts = new Array(bins).fill(0);
    finite.forEach(value => { counts[Math.min(bins - 1, Math.floor((value - min) / width))]++; });
    return bars({
      title, x: counts.map((count, i) => number(min + (i + 0.5) * width)), values: counts
    });
  }

  /** What was predicted in one column at a time. */
  function numbers(spec) {
    const chosen = { column: 0 };
    const title = what => spec.columns[chosen.column] + ', ' + what;
    const points = () => spec.points[chosen.column];
    const draws = [
      show('predicted', () => scatter({
        title: title('predicted for actual'), x: 'actual', y: 'prediction', diagonal: true,
        points: points()
      })),
      show('errors', () => scatter({
        title: title('errors'), x: 'prediction', y: 'actual - prediction', diagonal: false,
        points: points().map(point => [point[1], point[0] - point[1]])
      })),
      show('error-sizes', () => histogram(title('rows by error'),
        points().map(point => point[0] - point[1])))
    ];
    const place = document.getElementById('choose-column');
    place.className = 'choice';
    choice(place, 'Column', spec.columns, 0, i => {
      chosen.column = i;
      draws.forEach(draw => draw());
    });
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

  /** Lines of actual values and a forecast, with its intervals behind them, on an axis that holds all. */
  function shaded(option, bands, bounds, placed, all) {
    option.yAxis = values(all);
    option.yAxis.z = 4;
    option.series.forEach(series => { series.z = 6; }); // before the axis, which lies before the shades
    option.series.push(...shades(bands, bounds, placed));
    option.legend.data = ['actual', 'forecast'];
    return option;
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
    option.series = [line('actual', spec.actual[chosen.column]), line('forecast', placed(forecast))];
    option.series.forEach(series => { series.showSymbol = forecast.length < 40; });
    shaded(option, spec.bands, bounds, placed, spec.actual[chosen.column].concat(
      spec.windows.flatMap(other => other.forecast[chosen.column].concat(
        ends.flatMap(name => other.bounds[chosen.column][name])))));
    const around = Math.max(20, 3 * forecast.length);
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
    details.querySelectorAll('th').forEach(heading => heading.removeAttribute('aria-sort'));
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

  const element = (name, className) => {
    const made = document.createElement(name);
    made.className = className;
    return made;
  };

  /** Hands a file to the reader, named after the run and what is in it. */
  function save(name, ending, type, content) {
    const run = document.querySelector('h1').textContent;
    const link = document.createElement('a');
    link.download = (run + ' ' + name).replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 100) + ending;
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  /** A field of CSV; a spreadsheet takes none for a formula. */
  function field(value) {
    const text = value === null || value === undefined ? '' : String(value);
    const safe = /^[=+@\t\r-]/.test(text) && !isFinite(Number(text)) ? "'" + text : text;
    return /[",\r\n]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
  }

  const saveCsv = (name, rows) =>
    save(name, '.csv', 'text/csv', '\ufeff' + rows.map(row => row.map(field).join(',') + '\r\n').join(''));

  /** The numbers of a chart, headings first. */
  function numbersOf(option) {
    if (option.rows) {
      return option.rows;
    }
    if (option.xAxis.type === 'category') {
      return [
        [option.xAxisName || '', ...option.series.map(series => series.name)],
        ...option.xAxis.data.map((x, i) => [x, ...option.series.map(series => series.data[i])])
      ];
    }
    if (option.yAxis.type === 'category') {
      return [
        ['', ...option.series.map(series => series.name)],
        ...option.yAxis.data.map((y, i) => [y, ...option.series.map(series => series.data[i])])
      ];
    }
    const several = option.series.length > 1;
    return [
      [...(several ? ['line'] : []), option.xAxis.name || 'x', option.yAxis.name || 'y'],
      ...option.series.flatMap(series => series.data.map(point =>
        several ? [series.name, ...point.slice(0, 2)] : point.slice(0, 2)))
    ];
  }

  /** The chart as a picture of its own, with its title in it. */
  function savePng(option, width, height) {
    const chart = echarts.init(document.createElement('div'), null,
      { renderer: 'canvas', width, height: height + 32, devicePixelRatio: 2 });
    const title = { ...option.title, show: true, left: 0, top: 0, textStyle: { color: colour('--ink'), fontSize: 14 } };
    const grid = { ...option.grid, top: option.grid.top + 32 };
    const legend = { ...option.legend, top: 28 };
    chart.setOption({ ...option, title, grid, legend, animation: false });
    const url = chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: colour('--paper') });
    chart.dispose();
    const bytes = Uint8Array.from(atob(url.slice(url.indexOf(',') + 1)), c => c.charCodeAt(0));
    save(option.title.text, '.png', 'image/png', bytes);
  }

  const MOST_ROWS = 1000; // of the table of a chart

  /** A chart's numbers as a table; none of more than can be read. */
  function tableOf(rows) {
    const table = document.createElement('table');
    const add = (part, row, cell) => {
      const line = document.createElement('tr');
      row.forEach((value, i) => {
        const made = document.createElement(i === 0 ? 'th' : cell);
        made.scope = cell === 'th' ? 'col' : 'row';
        made.className = i === 0 ? '' : 'number';
        made.textContent = typeof value === 'number' && i > 0 ? number(value) : value === null ? '–' : value;
        line.append(made);
      });
      part.append(line);
    };
    add(table.createTHead(), rows[0], 'th');
    const body = table.createTBody();
    rows.slice(1, MOST_ROWS + 1).forEach(row => add(body, row, 'td'));
    if (rows.length > MOST_ROWS + 1) {
      table.createCaption().textContent =
        'The first ' + MOST_ROWS + ' of ' + (rows.length - 1) + ' rows; the CSV holds all.';
    }
    return table;
  }

  // What draws the chart anew, or nothing if the page has no place for it.
  function showIfThere(id, option) {
    return document.getElementById(id) ? [show(id, option)] : [];
  }

  function show(id, option) {
    const place = document.getElementById(id);
    const figure = document.createElement('figure');
    const heading = element('div', 'heading');
    const title = document.createElement('figcaption');
    const tools = element('div', 'tools');
    const numbers = element('div', 'scroll');
    let chart = null;
    let drawn = null;
    place.replaceWith(figure);
    figure.append(heading, place, numbers);
    heading.append(title, tools);
    numbers.hidden = true;
    numbers.tabIndex = 0;
    const fill = () => {
      if (!numbers.hidden) {
        numbers.replaceChildren(tableOf(numbersOf(drawn)));
      }
    };
    const toggle = button(tools, 'Table', 'The numbers of this chart as a table', () => {
      numbers.hidden = !numbers.hidden;
      toggle.setAttribute('aria-expanded', String(!numbers.hidden));
      fill();
    });
    toggle.setAttribute('aria-expanded', 'false');
    button(tools, 'CSV', 'Download the numbers of this chart as CSV',
      () => saveCsv(drawn.title.text, numbersOf(drawn)));
    button(tools, 'PNG', 'Download this chart as PNG',
      () => savePng(option(), place.clientWidth, place.clientHeight));
    const draw = () => {
      drawn = option();
      title.textContent = drawn.title.text;
      fill();
      if (chart) {
        chart.setOption(drawn, followed.size === 0 ? true : { replaceMerge: ['series'] }); // keeps what the mouse shows
      }
    };
    const fit = () => {
      if (place.clientWidth === 0) {
        return; // folded
      }
      if (chart) {
        chart.resize();
      } else {
        chart = echarts.init(place, null, { renderer: 'svg' });
        chart.setOption(drawn, true);
      }
    };
    shown.push(() => { draw(); fit(); });
    draw();
    fit();
    new ResizeObserver(fit).observe(place);
    return draw;
  }

  const FILTERED = 12; // rows of a table, from which on it can be filtered

  /** Sorting by a click on a heading, a filter of long tables, and the table as CSV. */
  function equip(scroll) {
    const table = scroll.querySelector('table');
    const body = table.tBodies[0];
    let lines = [...body.rows];
    const headings = [...table.tHead.rows[0].cells];
    const words = cell => (cell.firstChild ? cell.firstChild.textContent : '').trim();
    const above = () => {
      let at = scroll;
      for (; at; at = at.previousElementSibling || at.parentElement) {
        if (/^(H[1-3]|SUMMARY)$/.test(at.tagName)) {
          return at.textContent;
        }
      }
      return 'table';
    };
    const name = above();
    scroll.setAttribute('role', 'group');
    scroll.setAttribute('aria-label', name);
    const frame = element('div', 'table');
    const tools = element('div', 'tools');
    scroll.replaceWith(frame);
    frame.append(tools, scroll);
    const grid = scroll.matches('.matrix, .attention');
    if (lines.length > FILTERED && !grid) {
      const input = document.createElement('input');
      const found = document.createElement('output');
      input.type = 'search';
      input.placeholder = 'Filter ' + lines.length.toLocaleString('en') + ' rows';
      input.setAttribute('aria-label', 'Filter the rows of ' + name);
      input.addEventListener('input', () => {
        const wanted = input.value.toLowerCase();
        let count = 0;
        for (const line of body.rows) {
          line.hidden = !line.textContent.toLowerCase().includes(wanted);
          count += line.hidden ? 0 : 1;
        }
        found.textContent = wanted ? count.toLocaleString('en') + ' found' : '';
      });
      tools.append(input, found);
    }
    button(tools, 'CSV', 'Download the table ' + name + ' as CSV', () => saveCsv(name,
      [table.tHead.rows[0], ...body.rows].map(row => [...row.cells].map(words))));
    if (lines.length < 2 || grid) {
      return;
    }
    headings.forEach((heading, i) => {
      const click = document.createElement('button');
      click.type = 'button';
      click.append(...heading.childNodes);
      if (click.textContent === '') {
        return;
      }
      heading.append(click);
      click.addEventListener('click', () => {
        const before = heading.getAttribute('aria-sort');
        if (headings.every(other => !other.hasAttribute('aria-sort'))) {
          lines = [...body.rows]; // the chart above may have changed them
        }
        const first = heading.className === 'number' ? 'descending' : 'ascending';
        const second = first === 'ascending' ? 'descending' : 'ascending';
        const order = before === null ? first : before === first ? second : null;
        headings.forEach(other => other.removeAttribute('aria-sort'));
        let sorted = lines;
        if (order) {
          heading.setAttribute('aria-sort', order);
          const sign = order === 'ascending' ? 1 : -1;
          const key = line => words(line.cells[i]);
          const value = line => parseFloat(key(line).replace(/,/g, ''));
          sorted = [...body.rows].sort((a, b) => {
            const [x, y] = [value(a), value(b)];
            return heading.className === 'number' && !(isNaN(x) && isNaN(y))
              ? isNaN(x) ? 1 : isNaN(y) ? -1 : sign * (x - y)
              : sign * key(a).localeCompare(key(b), undefined, { numeric: true });
          });
        }
        body.append(...sorted);
      });
    });
  }

  let axes = {}; // the numbers of all curves that are compared
  function compare(specs) {
    axes = {};
    specs.filter(spec => spec.kind === 'curve').forEach(spec => {
      axes[spec.axis] = Object.values(spec.lines).reduce(
        (all, line) => all.concat(line), axes[spec.axis] || []);
    });
  }
  compare(Object.values(charts));
  for (const [id, spec] of Object.entries(charts)) {
    if (spec.kind === 'curve') {
      show(id, () => curve(spec));
    } else if (spec.kind === 'bars') {
      show(id, () => bars(spec));
    } else if (spec.kind === 'series') {
      series(spec);
    } else if (spec.kind === 'lines') {
      show(id, () => lines(spec));
    } else if (spec.kind === 'shares') {
      show(id, () => shares(spec));
    } else if (spec.kind === 'ranges') {
      show(id, () => ranges(spec));
    } else if (spec.kind === 'numbers') {
      numbers(spec);
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
  /** Curves of a training that goes on, by their places: all of them, each time. */
  addEventListener('curves', event => {
    const specs = event.detail;
    compare(Object.values(specs));
    for (const [id, spec] of Object.entries(specs)) {
      charts[id] = spec;
      if (followed.has(id)) {
        followed.get(id)();
      } else {
        followed.set(id, null);
        followed.set(id, show(id, () => curve(charts[id])));
      }
    }
  });
  document.querySelectorAll('.scroll').forEach(scroll => {
    if (scroll.querySelector('thead')) {
      equip(scroll);
    }
  });
  dark.addEventListener('change', () => shown.forEach(draw => draw()));

  const links = [...document.querySelectorAll('nav a')];
  const parts = links.map(link => document.querySelector(link.hash));
  const mark = () => {
    const end = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
    const at = end ? parts.length - 1 : Math.max(0, parts.findLastIndex(
      part => part.getBoundingClientRect().top < innerHeight / 3));
    links.forEach((link, i) => {
      if (i !== at) {
        link.removeAttribute('aria-current');
      } else if (!link.hasAttribute('aria-current')) {
        link.setAttribute('aria-current', 'true');
        const list = link.closest('nav');
        list.scrollTo({ left: link.offsetLeft - list.clientWidth / 2 + link.clientWidth / 2 });
      }
    });
  };
  addEventListener('scroll', mark, { passive: true });
  mark();

  let folded = [];
  addEventListener('beforeprint', () => {
    folded = [...document.querySelectorAll('details:not([open])')];
    folded.forEach(details => { details.open = true; });
    document.documentElement.classList.add('print');
    shown.forEach(draw => draw());
  });
  addEventListener('afterprint', () => {
    document.documentElement.classList.remove('print');
    folded.forEach(details => { details.open = false; });
    shown.forEach(draw => draw());
  });
})();
