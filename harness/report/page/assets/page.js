'use strict';
(() => {
const $ = (id) => document.getElementById(id);
const main = $('main'), box = $('q');
const RED = 'FHU?', GLYPH = {x: '×', '!': '!', '+': '✓', '?': '?', '.': '·'}, TONE = {x: 'x', '!': 'w', '+': 'p'};

// h makes an element. Text is always set as text: nothing from outside is ever markup.
function h(tag, attrs, ...children) {
  const e = document.createElement(tag);
  for (const name in attrs || {}) if (attrs[name] != null && attrs[name] !== false) e.setAttribute(name, attrs[name]);
  for (const c of children.flat(9)) if (c != null && c !== '' && c !== false) e.append(c);
  return e;
}
const cls = (letter) => letter === '?' ? 'q' : letter;
const badge = (letter) => h('b', {class: 'o ' + cls(letter), title: I.outcomes[letter]}, letter);
const plural = (n, what) => n === 1 ? '1 ' + what : n + ' ' + what + 's';

// What is in the page, unpacked where it is asked for.
const unpacked = new Map();
function unpack(id) {
  if (!unpacked.has(id)) unpacked.set(id, (async () => {
    const bytes = Uint8Array.from(atob($(id).textContent), (c) => c.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).json();
  })());
  return unpacked.get(id);
}
let I, rowOf = new Map(), colOf = new Map(), conditions = [], hits = [];

// The address: #/view/parts?q=filter
function route() {
  const hash = location.hash.startsWith('#/') ? location.hash.slice(2) : '';
  const cut = hash.indexOf('?');
  const path = cut < 0 ? hash : hash.slice(0, cut), search = new URLSearchParams(cut < 0 ? '' : hash.slice(cut + 1));
  const [view, key, ...rest] = path.split('/');
  return {view, key: decodeURIComponent(key || ''), id: rest.map(decodeURIComponent).join('/'), q: search.get('q') || ''};
}
const withFilter = (path) => '#/' + path + (box.value.trim() ? '?q=' + encodeURIComponent(box.value.trim()) : '');
const caseLink = (c, r) => withFilter('c/' + encodeURIComponent(I.columns[c].key) + '/' + I.rows[r].id.split('/').map(encodeURIComponent).join('/'));

// The filter: words that all have to hold of a cell.
function parse(q) {
  return (q.match(/(?:[^\s"]|"[^"]*")+/g) || []).map((word) => condition(word.replace(/"/g, '')));
}
function condition(word) {
  const cut = word.indexOf(':'), key = cut > 0 ? word.slice(0, cut) : '', value = cut > 0 ? word.slice(cut + 1) : word, low = value.toLowerCase();
  const col = (c) => I.columns[c], red = (c, r) => RED.includes(col(c).letters[r]), flag = (c, r, f) => (col(c).flags[r] & f) > 0;
  switch (key) {
  case 'not': { const is = condition(/:/.test(value) || !/^(declared|new|changed|red|weak|flaky|different)$/.test(low) ? value : 'is:' + value); return (c, r) => !is(c, r); }
  case 's': return (c, r) => { const l = col(c).letters[r]; return l.toLowerCase() === low || (low.length > 1 && (I.outcomes[l] || '').startsWith(low)); };
  case 'q': { const [name, want] = low.split('='), n = I.questions.findIndex((q) => q.startsWith(name));
    const marks = want ? {fail: 'x', weak: '!', pass: '+', silent: '.', '?': '?'}[want] || '~' : 'x!';
    return (c, r) => n >= 0 && marks.includes(col(c).marks[4 * r + n]); }
  case 'family': return (c, r) => I.rows[r].id.split('/')[0].startsWith(low);
  case 'target': return (c) => col(c).name.toLowerCase().includes(low) || col(c).key.toLowerCase() === low;
  case 'cause': return (c, r) => (col(c).found[r] || []).some((n) => I.causes[n].key.toLowerCase().includes(low));
  case 'only': return (c, r) => (col(c).name.toLowerCase() === low || col(c).key.toLowerCase() === low || (col(c).name.toLowerCase().startsWith(low))) && red(c, r) && !I.columns.some((o, n) => n !== c && red(n, r));
  case 'is': switch (low) {
    case 'different': return (c, r) => new Set(I.columns.map((o) => o.letters[r]).filter((l) => !'.NSM'.includes(l))).size > 1;
    case 'new': return (c, r) => flag(c, r, 2);
    case 'declared': return (c, r) => flag(c, r, 1);
    case 'flaky': return (c, r) => flag(c, r, 4);
    case 'changed': return (c, r) => col(c).before && col(c).before[r] !== col(c).letters[r];
    case 'red': return red;
    default: return condition('s:' + low); }
  }
  const text = word.toLowerCase();
  return (c, r) => I.rows[r].id.toLowerCase().includes(text) || (I.rows[r].title || '').toLowerCase().includes(text) || (col(c).reasons[r] || '').toLowerCase().includes(text);
}
const holds = (c, r) => I.columns[c].letters[r] !== '.' && conditions.every((is) => is(c, r));

// refilter works out which cells the filter leaves.
let lastFilter = null;
function refilter() {
  if (lastFilter === box.value) return;
  lastFilter = box.value;
  conditions = parse(box.value);
  hits = [];
  for (let r = 0; r < I.rows.length; r++) for (let c = 0; c < I.columns.length; c++) if (holds(c, r)) hits.push([c, r]);
  drawGrid();
}
const failures = () => { const red = hits.filter(([c, r]) => RED.includes(I.columns[c].letters[r])); return red.length || !conditions.length ? red : hits; };

// The matrix.
function words(c, r) {
  const col = I.columns[c], flags = col.flags[r];
  return col.name + ', ' + I.rows[r].id + ': ' + I.outcomes[col.letters[r]] + '; ' +
    I.questions.map((q, n) => q + ' ' + {x: 'fail', '!': 'weak', '+': 'pass', '.': 'not said', '?': 'undecided'}[col.marks[4 * r + n]]).join(', ') +
    (flags & 1 ? '; declared' : '') + (flags & 2 ? '; new' : '') + (flags & 4 ? '; flaky' : '');
}
function cellOf(c, r, shown) {
  const col = I.columns[c], l = col.letters[r];
  if (l === '.') return h('td');
  const flags = col.flags[r], name = words(c, r);
  return h('td', {'data-t': col.name}, h('a', {
    class: 'c ' + cls(l) + (flags & 1 ? ' declared' : '') + (flags & 2 && I.compared ? ' new' : '') + (shown ? '' : ' out'), href: caseLink(c, r), 'aria-label': name, title: name,
    'data-q': [...col.marks.slice(4 * r, 4 * r + 4)].map((m) => GLYPH[m]).join('')}, l));
}
const opened = new Set();
function drawGrid() {
  const grid = $('grid');
  if (!grid) return;
  const kept = new Map();
  for (const [c, r] of hits) (kept.get(r) || kept.set(r, new Set()).get(r)).add(c);
  const filtered = conditions.length > 0;
  $('found').textContent = filtered ? plural(hits.length, 'case') + ' in ' + plural(kept.size, 'scenario') + (hits.length ? '' : ': nothing fits this filter') : plural(I.rows.filter((r) => !isPoint(r.id)).length, 'scenario') + ' on ' + plural(I.columns.length, 'target');
  for (const body of grid.tBodies) {
    const family = body.dataset.family, rows = [];
    I.rows.forEach((row, r) => { if (row.id.startsWith(family + '/') && (!filtered || kept.has(r))) rows.push(r); });
    body.hidden = filtered && rows.length === 0;
    const open = opened.has(family) !== (filtered && rows.length > 0);
    body.rows[0].querySelector('button').setAttribute('aria-expanded', open);
    while (body.rows.length > 1) body.deleteRow(1);
    if (!open || body.hidden) continue;
    body.append(...rows.map((r) => {
      const few = I.columns.length <= 2, reason = few && I.columns.map((c) => c.reasons[r]).find(Boolean);
      return h('tr', {class: 's'}, h('th', {scope: 'row'}, I.rows[r].id.slice(family.length + 1), I.rows[r].title && h('small', null, I.rows[r].title)),
        I.columns.map((_, c) => cellOf(c, r, !filtered || kept.get(r).has(c))), reason && h('td', {class: 'why'}, reason));
    }));
  }
}
const isPoint = (id) => /^(sweep|wrap)\//.test(id);

// A case.
const data = async (r) => (await unpack('chunk-' + I.rows[r].chunk))[r];
const section = (title, ...children) => { const kids = children.flat(9).filter(Boolean); return kids.length ? h('section', null, h('h2', null, title), kids) : null; };
async function showCase(at) {
  const c = colOf.get(at.key), r = rowOf.get(at.id), page = $('case');
  if (c === undefined || r === undefined || I.columns[c].letters[r] === '.') return page.replaceChildren(h('p', null, 'This report holds no such case.'));
  const s = await data(r), it = s.cases[c], col = I.columns[c], row = I.rows[r];
  document.title = row.id + ' · ' + col.name;
  const list = failures(), here = list.findIndex(([a, b]) => a === c && b === r);
  const marks = [...col.marks.slice(4 * r, 4 * r + 4)];
  const trace = it.trace ? (await unpack('wire-' + Math.floor((it.trace - 1) / 24)))[(it.trace - 1) % 24] : null;
  page.replaceChildren(...[
    h('p', {class: 'crumbs'}, h('a', {href: withFilter('m')}, 'matrix'), h('a', {href: '#/m?q=family:' + row.id.split('/')[0]}, row.id.split('/')[0]), h('a', {href: '#/t/' + encodeURIComponent(col.key)}, col.name),
      h('span', {class: 'step'}, list.length ? (here >= 0 ? (here + 1) + ' of ' : '') + plural(list.length, 'failure') + ' · k ↑ j ↓' : '')),
    h('div', {class: 'head'}, h('h1', null, row.id), row.title && h('p', {class: 'title'}, row.title), s.why && h('p', {class: 'quiet'}, s.why)),
    h('div', {class: 'verdict ' + cls(it.o)}, badge(it.o), h('div', null, h('b', null, I.outcomes[it.o]), it.r ? ': ' + it.r : '', it.declared && h('p', {class: 'quiet small'}, 'declared: ' + it.declared), it.repeats && h('p', {class: 'quiet small'}, 'over its repetitions: ' + it.repeats))),
    h('p', {class: 'four'}, I.questions.map((q, n) => h('span', {class: TONE[marks[n]] || ''}, h('b', null, GLYPH[marks[n]]), ' ' + q))),
    h('div', {class: 'two'},
      h('div', null,
        section('What was found', it.f && h('ul', {class: 'found'}, it.f.map((f) => h('li', null, h('b', {class: 'o ' + cls(f.o)}, f.o), h('div', null, (f.s ? 'step ' + f.s + ': ' : '') + f.t, f.c && h('p', {class: 'key'}, h('a', {href: '#/m?q=cause:' + encodeURIComponent(f.c)}, f.c))))))),
        section('Seen too, and held against nobody', it.beside && h('ul', {class: 'rows'}, it.beside.map((b) => h('li', null, b)))),
        section('What was given', s.given && h('pre', null, s.given.join('\n'))),
        section('Claims beside truth', story(it)),
        section('What the server holds', it.truth && it.truth.map((t) => h('div', {class: 'call'}, h('b', null, t.n), h('pre', null, t.g), t.w && h('p', null, 'expected ', h('code', null, t.w))))),
        section('When all faults were healed', it.probes && h('ul', {class: 'rows'}, it.probes.map((p) => h('li', null, p)))),
        section('Trouble on our side', it.troubles && it.troubles.map((t) => h('p', {class: 'bad'}, t)))),
      h('div', null,
        section('Conversation', trace ? sequence(trace, it.times) : outline(it)),
        trace && section('The wire, message by message', h('details', {class: 'fold'}, h('summary', null, plural(trace.m.length, 'entry').replace('entrys', 'entries')), wireTable(trace, it.times))),
        section("The target's log", it.log && h('pre', null, it.log)),
        section("The server's log", it.slog && h('pre', null, it.slog)),
        section('Run it again', copyable(it.again), it.replay && [h('p', {class: 'quiet small'}, 'play to another client what this one was given:'), copyable(it.replay)], it.files && h('p', {class: 'quiet small'}, 'kept beside the results: ' + it.files.join(', '))),
        section('The same case of the other targets', I.columns.length > 1 && h('ul', {class: 'peers'}, I.columns.map((o, n) => n === c || o.letters[r] === '.' ? null : h('li', null, badge(o.letters[r]), h('div', null, h('a', {href: caseLink(n, r)}, o.name), o.reasons[r] && h('span', {class: 'reason'}, o.reasons[r])))))))),
  ].filter(Boolean));
}
// story are the calls and the faults between them, in their order.
function story(it) {
  const out = [], faults = [...(it.faults || [])];
  const flush = (before) => { while (faults.length && (!before || (faults[0].s || 0) < before)) out.push(faultOf(faults.shift())); };
  for (const k of it.calls || []) { if (k.s) flush(k.s); out.push(callOf(k)); }
  flush();
  return out;
}
function faultOf(f) {
  return h('div', {class: 'fault'}, h('b', null, 'fault ' + f.n), f.at ? ', ' + f.at : '', (f.acted || []).map((a) => h('p', {class: 'small'}, 'acted: ' + a)), !f.acted && h('p', {class: 'small'}, 'did not act' + (f.not ? ': ' + f.not : '')));
}
function callOf(k) {
  return h('div', {class: 'call'}, h('h3', null, (k.s ? k.s + '. ' : '') + k.a, h('span', {class: 'quiet'}, k.ms + ' ms')), k.sql && h('pre', null, k.sql),
    k.m && h('p', {class: 'small'}, h('span', {class: 'quiet'}, 'it said '), k.m), k.n && h('p', {class: 'small quiet mono'}, k.n), (k.w || []).map((w) => h('p', {class: 'small quiet'}, w)),
    h('table', {class: 'claims'}, h('caption', {class: 'hide'}, 'claims beside evidence'), h('thead', null, h('tr', null, ['', 'it said', 'the evidence', 'the model answer'].map((t) => t ? h('th', {scope: 'col'}, t) : h('td', null)))),
      h('tbody', null, k.c.filter((a) => a.s || a.v || a.a === 'result').map((a) => h('tr', {class: a.v ? (RED.includes(a.v) ? 'wrong' : a.v === 'W' ? 'poor' : null) : null}, h('th', {scope: 'row'}, a.a), h('td', {'data-h': ''}, a.s || '—', a.v && RED.includes(a.v) && ' ×', a.v === 'W' && ' !'), h('td', {'data-h': 'evidence:'}, a.t), h('td', {'data-h': 'model answer:', class: 'quiet'}, a.m))))), unsaid(k));
}
// unsaid is what the model answer has and the client does not speak of: it is held against nobody.
function unsaid(k) {
  const left = k.c.filter((a) => !a.s && !a.v && a.a !== 'result');
  return left.length ? h('p', {class: 'small quiet'}, 'not said; the model answer: ' + left.map((a) => a.a + ' ' + a.m).join(', ')) : null;
}
function copyable(text) {
  const pre = h('pre', null, text), b = h('button', {type: 'button'}, 'copy');
  b.addEventListener('click', async () => {
    try { await navigator.clipboard.writeText(text); } catch { getSelection().selectAllChildren(pre); document.execCommand('copy'); }
    b.textContent = 'copied';
  });
  return h('div', {class: 'copy'}, pre, b);
}
const span = (us) => us >= 1e6 ? (us / 1e6).toFixed(2) + ' s' : us >= 1000 ? (us / 1000).toFixed(us < 1e4 ? 1 : 0) + ' ms' : us + ' µs';
// sequence draws the conversation: arrows between client and server, and on the wire between them what was done.
function sequence(t, times) {
  const list = h('ol'), conns = new Set(t.m.map((m) => m.c)).size > 2;
  let at = 0;
  for (let i = 0; i < t.m.length; i++) {
    const m = t.m[i];
    at += times[i];
    if (times[i] > 15000) list.append(h('li', {class: 'gap'}, h('span'), gap(times[i])));
    if (t.left && i === t.left_at) list.append(h('li', null, h('span'), h('div', {class: 'e'}, h('span', null, '… ' + t.left + ' entries left out …'))));
    const end = startup(t.m, i);
    if (end > i + 3) {
      const from = i, rest = [];
      for (let n = i, when = at; n <= end; n++) { if (n > i) when += times[n]; rest.push(arrow(t.m[n], when, conns)); }
      for (let n = i + 1; n <= end; n++) at += times[n];
      const b = h('button', {type: 'button'}, 'login: ' + (end - from + 1) + ' messages'), li = h('li', null, h('time', null, span(at)), h('div', {class: 'e'}, conns && h('span', {class: 'n'}, m.c), b));
      b.addEventListener('click', () => li.replaceWith(...rest));
      list.append(li);
      i = end;
      continue;
    }
    list.append(arrow(m, at, conns));
  }
  return h('div', {class: 'seq'}, lanes(), list);
}
const lanes = () => h('div', {class: 'lanes', 'aria-hidden': 'true'}, ['client', 'wire', 'server'].map((x) => h('span', null, x)));
function gap(us) {
  const e = h('div', {class: 'e'}, h('span', null, span(us) + ' pass'));
  e.style.paddingBlock = Math.min(40, 3 * Math.log2(us / 8000)) + 'px';
  return e;
}
// startup is where a login that begins here ends; -1 where none does, or where something was done to it.
function startup(all, i) {
  if (!/^(StartupMessage|SSLRequest)$/.test(all[i].n)) return -1;
  for (let n = i + 1; n < all.length && n < i + 60; n++) {
    if (all[n].c !== all[i].c || all[n].n.startsWith('(') || / \(/.test(all[n].n)) return -1;
    if (all[n].n === 'ErrorResponse') return -1;
    if (all[n].n === 'ReadyForQuery') return n;
  }
  return -1;
}
function arrow(m, at, conns) {
  const number = conns && m.c ? h('span', {class: 'n'}, m.c) : null, when = h('time', null, span(at));
  if (m.n.startsWith('(')) {
    const who = m.w === 'F' ? 'client ' : m.w === 'B' ? 'server ' : '', hit = m.n === '(fired)';
    return h('li', {class: hit ? 'hit' : null}, when, h('div', {class: 'e'}, h('span', null, number, (hit ? '⚡ ' : who + m.n.slice(1, -1) + ' ') + (m.t || ''))));
  }
  const [, name, fate] = /^(\S+)(?: \((\w+)\))?$/.exec(m.n) || [null, m.n, ''];
  return h('li', {class: (m.w === 'F' ? 'up' : 'down') + (fate === 'dropped' ? ' half' : '')}, when, h('div', {class: 'm'}, h('span', null, number, name, fate ? ' (' + fate + ')' : '', m.t && ' ', m.t && h('code', null, m.t.length > 90 ? m.t.slice(0, 90) + '…' : m.t))));
}
// outline is the same where no conversation was kept: what each call sent, and what was delivered.
function outline(it) {
  const list = h('ol');
  const line = (way, ...text) => list.append(h('li', {class: way}, h('time'), h('div', {class: 'm'}, h('span', null, text))));
  const note = (text, hit) => list.append(h('li', {class: hit ? 'hit' : null}, h('time'), h('div', {class: 'e'}, h('span', null, text))));
  const faults = [...(it.faults || [])];
  const hit = (before) => { while (faults.length && (!before || (faults[0].s || 0) <= before)) { const f = faults.shift(); for (const a of f.acted || []) note('⚡ ' + f.n + ': ' + a, true); } };
  for (const k of it.calls || []) for (const x of k.x || []) {
    if (x.s) line('up', (x.c > 1 ? 'connection ' + x.c + ': ' : ''), x.s.length > 100 ? x.s.slice(0, 100) + '…' : x.s);
    const got = [x.r && plural(x.r, 'row'), ...(x.g || []), ...(x.e || []).map((e) => 'error ' + e), x.t && 'ReadyForQuery ' + x.t].filter(Boolean).join(', ');
    if (got) line('down', got);
    if (x.z) note({fin: 'closed (FIN)', rst: 'reset (RST)', client: 'ended by the client'}[x.z] || x.z);
  }
  hit();
  return list.children.length ? [h('p', {class: 'quiet small'}, 'as the case holds it: the conversation itself is kept of what did not pass'), h('div', {class: 'seq'}, lanes(), list)] : null;
}
function wireTable(t, times) {
  let at = 0;
  return h('table', {class: 'wire'}, h('thead', null, h('tr', null, ['time', 'from', 'size', 'message', ''].map((x) => x ? h('th', {scope: 'col'}, x) : h('td')))), h('tbody', null, t.m.map((m, i) => {
    at += times[i];
    const last = h('td', null, m.t);
    if (m.b) {
      const b = h('button', {type: 'button', 'aria-label': 'bytes of ' + m.n}, 'hex');
      b.addEventListener('click', () => { const all = m.b === '=' ? implied(m) : m.b, left = m.s - 5 - all.length / 2; b.replaceWith(h('pre', null, hex(all)), left > 0 ? h('span', {class: 'quiet small'}, left + ' bytes more') : ''); });
      last.append(' ', b);
    }
    return h('tr', {class: m.n === '(fired)' ? 'hit' : null}, h('td', {class: 'num'}, span(at)), h('td', null, (m.c || '') + ' ' + ({F: 'client', B: 'server'}[m.w] || '')), h('td', {class: 'num'}, m.s || ''), h('td', null, m.n), last);
  })));
}
// implied is the body of a message that its summary tells whole, as digits.
function implied(m) {
  const text = m.n === 'ParameterStatus' ? m.t.replace('=', '\0') : m.t;
  return [...new TextEncoder().encode(text + '\0')].map((b) => b.toString(16).padStart(2, '0')).join('');
}
function hex(digits) {
  const out = [];
  for (let i = 0; i < digits.length; i += 32) {
    const bytes = digits.slice(i, i + 32).match(/../g) || [];
    out.push((i / 2).toString(16).padStart(4, '0') + '  ' + bytes.join(' ').padEnd(48) + ' ' + bytes.map((b) => { const n = parseInt(b, 16); return n > 31 && n < 127 ? String.fromCharCode(n) : '.'; }).join(''));
  }
  return out.join('\n');
}

// A target.
function showTarget(at) {
  const c = colOf.get(at.key), page = $('target');
  if (c === undefined) return page.replaceChildren(h('p', null, 'This report holds no such target.'));
  const col = I.columns[c], a = col.about, count = new Map(), known = new Map();
  document.title = col.name;
  for (const r in col.found) for (const n of col.found[r]) if (!'NSM'.includes(col.letters[r])) {
    count.set(n, (count.get(n) || 0) + 1);
    if (col.letters[r] === 'E') known.set(n, (known.get(n) || 0) + 1);
  }
  const causes = [...count.keys()].sort((x, y) => x - y);
  const picture = h('img', {alt: 'badge: ' + (a.grade || a.counts), src: 'data:image/svg+xml,' + encodeURIComponent(a.badge)});
  page.replaceChildren(...[
    h('p', {class: 'crumbs'}, h('a', {href: '#/m'}, 'matrix')),
    h('div', {class: 'head'}, h('h1', null, col.name), h('p', {class: 'quiet'}, [a.version, a.language, a.server && 'PostgreSQL ' + a.server].filter(Boolean).join(' · '), a.homepage && [' · ', h('a', {href: a.homepage, rel: 'noreferrer'}, 'homepage')], a.issues && [' · ', h('a', {href: a.issues, rel: 'noreferrer'}, 'issues')])),
    h('p', null, a.grade && h('b', null, a.grade), a.grade && ' · ', h('a', {href: '#/m?q=target:' + encodeURIComponent(col.key)}, a.counts)),
    h('div', {class: 'two'},
      h('div', null,
        section('Causes', causes.length ? h('ol', {class: 'causes'}, causes.map((n) => h('li', null, h('b', {class: 'o ' + cls(letterOf(I.causes[n].outcome))}, letterOf(I.causes[n].outcome)), h('div', null, h('p', null, I.causes[n].sentence), h('p', {class: 'quiet small'}, (I.causes[n].question ? I.causes[n].question + ' · ' : ''), h('a', {href: '#/m?q=' + encodeURIComponent('cause:' + I.causes[n].key + ' target:' + col.key)}, plural(count.get(n), 'case')), known.get(n) && ', ' + (known.get(n) === count.get(n) ? 'declared' : known.get(n) + ' of them declared')), h('p', {class: 'key'}, I.causes[n].key))))) : h('p', null, 'Nothing was found.')),
        section('Known and declared', a.declared && h('ul', {class: 'rows'}, a.declared.map((d) => h('li', null, h('div', null, d.why, d.ref && h('span', {class: 'quiet'}, ' ' + d.ref), h('p', {class: 'small'}, d.scenarios.map((id, n) => [n ? ', ' : '', h('a', {href: '#/c/' + encodeURIComponent(col.key) + '/' + id}, id)])))))))),
      h('div', null,
        section('Traits', a.traits && h('dl', {class: 'facts'}, a.traits.map(([n, v]) => h('div', null, h('dt', null, n), h('dd', null, v))))),
        section('What it does not say', h('dl', {class: 'facts'}, I.questions.map((q) => h('div', null, h('dt', null, q), h('dd', null, (a.silent[q] || 0) + ' of ' + a.asked))))),
        a.says && section('What it reports', h('p', {class: 'quiet'}, a.says.join(', '))),
        a.can && section('What it can', h('p', {class: 'quiet'}, a.can.join(', '))),
        section('Track record', h('ul', {class: 'rows'}, a.runs.map((run) => h('li', null, h('div', null, run.started + ' · ' + (run.version || '') + ' · ' + run.counts + (run.before ? ' (compared with)' : ''), h('pre', {class: 'cmd'}, run.command)))))),
        section('Badge', picture, h('details', {class: 'fold'}, h('summary', null, 'as SVG'), copyable(a.badge)))))].filter(Boolean));
}
const letterOf = (outcome) => Object.keys(I.outcomes).find((l) => I.outcomes[l] === outcome) || '·';

// The map of a sweep.
function showSweep() {
  document.title = 'Map';
  $('sweep').replaceChildren(h('div', {class: 'head'}, h('h1', null, 'Map')), ...(I.sweeps || []).map((s) => {
    const col = I.columns[s.column];
    return h('section', null, h('h2', null, s.workload + ' ', h('small', null, col.name + ', ' + plural(s.points, 'run'))),
      h('table', {class: 'map'}, h('caption', {class: 'hide'}, 'what became of each fault at each message'), h('thead', null, h('tr', null, h('th', {scope: 'col'}, 'message'), s.faults.map((f) => h('th', {scope: 'col'}, f)))),
        h('tbody', null, s.groups.map((g) => [g.name && h('tr', {class: 'g'}, h('th', {scope: 'colgroup', colspan: s.faults.length + 1}, g.name)), g.rows.map((row) => h('tr', null,
          h('th', {scope: 'row'}, row.who && h('span', {class: 'way', title: row.who === 'F' ? 'from the client' : 'from the server'}, row.who === 'F' ? '→' : '←'), row.name),
          row.cells.map((cells, n) => h('td', cells ? {'data-h': s.faults[n]} : null, (cells || []).map((k) => { const name = row.name + ', ' + s.faults[n] + ' ' + (k.p || '') + ': ' + I.outcomes[k.l] + (k.t ? ': ' + k.t : ''); return h('a', {class: cls(k.l), href: caseLink(s.column, k.r), title: name, 'aria-label': name}, k.l); })))))]))));
  }));
}

// Showing what the address names.
async function show() {
  const at = route(), view = {c: 'case', t: 'target', m: 'matrix', sweep: 'sweep'}[at.view] || 'front';
  if (document.activeElement !== box) box.value = at.q;
  refilter();
  if (view === 'case') await showCase(at);
  if (view === 'target') showTarget(at);
  if (view === 'sweep') showSweep();
  if (view === 'front' || view === 'matrix') document.title = title;
  document.body.dataset.view = view;
  for (const a of document.querySelectorAll('[data-nav]')) a.dataset.nav === view ? a.setAttribute('aria-current', 'page') : a.removeAttribute('aria-current');
  document.body.dataset.shown = location.hash; // for who waits for it
  performance.mark('shown');
}
function step(by) {
  const list = failures(), at = route();
  if (!list.length) return;
  const c = colOf.get(at.key), r = rowOf.get(at.id);
  const here = at.view === 'c' ? list.findIndex((x) => x[0] === c && x[1] === r) : -1;
  const next = here < 0 ? (by > 0 ? 0 : list.length - 1) : (here + by + list.length) % list.length;
  location.hash = caseLink(...list[next]).slice(1);
}
const title = document.title;
addEventListener('hashchange', () => show().then(() => { scrollTo(0, 0); if (document.activeElement !== box) main.focus({preventScroll: true}); }));
addEventListener('keydown', (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  if (e.target === box) { if (e.key === 'Escape') { box.value = ''; apply(); box.blur(); } return; }
  if ($('help').open) return;
  const act = {j: () => step(1), k: () => step(-1), '/': () => { box.focus(); box.select(); }, '?': () => $('help').showModal(), m: () => { location.hash = withFilter('m').slice(1); }, v: () => { location.hash = '/'; },
    Escape: () => { if (route().view) location.hash = withFilter('m').slice(1); }}[e.key];
  if (act) { e.preventDefault(); act(); }
});
let waiting;
// What is folded is unfolded on paper.
addEventListener('beforeprint', () => { for (const d of document.querySelectorAll('details:not([open])')) { d.open = true; d.dataset.folded = ''; } });
addEventListener('afterprint', () => { for (const d of document.querySelectorAll('[data-folded]')) { d.open = false; delete d.dataset.folded; } });
const apply = () => { location.hash = withFilter(box.value.trim() ? 'm' : (route().view || '')).slice(1); };
box.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(apply, 120); });
$('find').addEventListener('submit', (e) => { e.preventDefault(); clearTimeout(waiting); apply(); });
$('keys').addEventListener('click', () => $('help').showModal());
if ($('grid')) {
  $('grid').addEventListener('click', (e) => {
    const b = e.target.closest('button');
    if (!b) return;
    const f = b.closest('tbody').dataset.family;
    opened.has(f) ? opened.delete(f) : opened.add(f);
    drawGrid();
    b.focus();
  });
  $('open-all').addEventListener('click', () => {
    const all = [...$('grid').tBodies].map((b) => b.dataset.family), open = conditions.length ? opened.size > 0 : opened.size < all.length;
    opened.clear();
    if (open && !conditions.length) all.forEach((f) => opened.add(f));
    $('open-all').textContent = open && !conditions.length ? 'close all families' : 'open all families';
    drawGrid();
  });
}
unpack('index').then((index) => {
  I = index;
  I.rows.forEach((r, n) => rowOf.set(r.id, n));
  I.columns.forEach((c, n) => colOf.set(c.key, n));
  return show();
}).catch((err) => { $('found') && ($('found').textContent = 'This browser can’t unpack the page: ' + err); throw err; });
})();
