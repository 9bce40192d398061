'use strict';
/*
 * Follows a training by server-sent events:
 *   state   {server, title, words, outcome, story: [..], part, figures: {label: text}, lines: [..], runs: [{name, words, report}]}
 *   curves  {id: chart as report.js draws it}
 *   end     nothing more comes
 * All that is shown is text, never markup.
 */
(() => {
  const byId = id => document.getElementById(id);
  const sections = { runs: byId('section-reports'), curves: byId('section-learning-curves') };
  const name = document.querySelector('h1').textContent;
  const reports = new Map(); // path to promise: the server goes when the training has ended
  let server = null; // a later training may listen at the same port
  let loss = null;
  let grid = null;

  const element = (tag, text, className = '') => {
    const made = document.createElement(tag);
    made.textContent = text;
    made.className = className;
    return made;
  };

  /** Changes only what differs, so that a screen reader does not repeat the rest. */
  const say = (place, text) => {
    if (place.textContent !== text) {
      place.textContent = text;
    }
  };

  /** A link that works after the server has gone, too. */
  function link(path) {
    const made = element('a', 'Report');
    made.href = path;
    made.target = '_blank';
    if (!reports.has(path)) {
      reports.set(path, fetch(path)
        .then(answer => (answer.ok ? answer.blob() : null))
        .then(blob => blob && URL.createObjectURL(blob))
        .catch(() => null));
    }
    reports.get(path).then(url => { made.href = url || path; });
    return made;
  }

  function show(state) {
    if (server !== null && server !== state.server) {
      location.reload();
      return;
    }
    server = state.server;
    say(byId('state'), state.words);
    byId('state').className = 'verdict ' + state.outcome;
    document.title = state.title + ' ' + name + ' - Sluice';
    byId('story').replaceChildren(...state.story.map(sentence => element('p', sentence, 'story')));
    const part = byId('part');
    part.hidden = state.part === null;
    part.value = state.part || 0;
    byId('figures').replaceChildren(...Object.entries(state.figures).map(([label, text]) => {
      const figure = document.createElement('div');
      figure.append(element('dt', label), element('dd', text));
      return figure;
    }));
    const lines = byId('lines');
    const atEnd = lines.scrollTop + lines.clientHeight >= lines.scrollHeight - 4;
    say(lines, state.lines.join('\n'));
    if (atEnd) {
      lines.scrollTop = lines.scrollHeight;
    }
    const known = byId('runs').children.length;
    state.runs.slice(known).forEach(run => {
      const item = element('li', run.name + (run.words ? ': ' + run.words : '') + ' ');
      if (run.report) {
        item.append(link(run.report));
      }
      byId('runs').append(item);
    });
    sections.runs.hidden = state.runs.length === 0;
  }

  /** Makes room for charts that were not there before, and has all drawn. */
  function draw(charts) {
    for (const [id, chart] of Object.entries(charts)) {
      if (byId(id) === null) {
        const place = element('div', '', 'chart');
        place.id = id;
        place.setAttribute('role', 'img');
        place.setAttribute('aria-label', chart.title + ' by epoch');
        if (loss === null || id === 'curve-loss') {
          place.classList.add('large');
          loss = place;
          byId('curves').append(place);
        } else {
          grid = grid || element('div', '', 'grid');
          byId('curves').append(grid);
          grid.append(place);
        }
      }
    }
    sections.curves.hidden = Object.keys(charts).length === 0;
    dispatchEvent(new CustomEvent('curves', { detail: charts }));
  }

  const events = new EventSource('events');
  const heard = type => handle => events.addEventListener(type, event => {
    say(byId('connection'), '');
    handle(JSON.parse(event.data));
  });
  heard('state')(show);
  heard('curves')(draw);
  heard('end')(() => {
    events.close();
    say(byId('connection'), 'The training has ended. This page stays as it is; its server is gone.');
  });
  events.addEventListener('error', () => say(byId('connection'),
    events.readyState === EventSource.CLOSED
      ? 'The server sends nothing to this page: too many follow the training. Close one and load this page again.'
      : 'No connection to the training. It may have been killed; this page tries again.'));
})();
