// What is wrong with what is shown, for who hears it or sees it badly: a list of sentences.
(() => {
  const wrong = [], shown = (e) => { const s = getComputedStyle(e), b = e.getBoundingClientRect(); return s.visibility !== 'hidden' && b.width > 0 && b.height > 0 && e.checkVisibility(); };
  const all = [...document.querySelectorAll('body *')].filter((e) => !/^(SCRIPT|STYLE|NOSCRIPT)$/.test(e.tagName) && shown(e));
  const what = (e) => e.tagName.toLowerCase() + (e.className && '.' + e.className) + ' "' + e.textContent.trim().slice(0, 40) + '"';
  // Names.
  for (const e of all) {
    if (/^(A|BUTTON|SUMMARY)$/.test(e.tagName) && !(e.getAttribute('aria-label') || e.textContent).trim()) wrong.push('no name: ' + what(e));
    if (e.tagName === 'IMG' && !e.alt) wrong.push('no text for a picture: ' + e.src.slice(0, 40));
    if (e.tagName === 'INPUT' && !(e.labels && e.labels.length)) wrong.push('no label: ' + e.id);
    if (e.tagName === 'TABLE' && !e.caption && !e.querySelector('th')) wrong.push('a table without headings: ' + what(e));
    if (e.tagName === 'TH' && !e.scope) wrong.push('a heading of a table says not of what: ' + what(e));
  }
  if (!document.documentElement.lang) wrong.push('no language');
  if (document.querySelectorAll('main').length !== 1) wrong.push('no one main part');
  const ids = new Set();
  for (const e of document.querySelectorAll('[id]')) { if (ids.has(e.id)) wrong.push('twice the id ' + e.id); ids.add(e.id); }
  // Roles, and what they refer to.
  const roles = ['banner', 'navigation', 'main', 'search', 'region', 'img', 'list', 'listitem', 'status', 'table', 'presentation', 'dialog', 'note', 'group', 'button', 'link', 'rowgroup', 'row', 'cell'];
  for (const e of document.querySelectorAll('[role]')) if (!roles.includes(e.getAttribute('role'))) wrong.push('an unknown role: ' + e.getAttribute('role'));
  for (const e of document.querySelectorAll('[aria-labelledby], [aria-describedby], [aria-controls]')) for (const name of ['aria-labelledby', 'aria-describedby', 'aria-controls']) for (const id of (e.getAttribute(name) || '').split(' ').filter(Boolean)) if (!document.getElementById(id)) wrong.push(name + ' refers to nothing: ' + id);
  for (const e of document.querySelectorAll('[tabindex]')) if (e.tabIndex > 0) wrong.push('an order of its own: ' + what(e));
  for (const e of document.querySelectorAll('a a, a button, button a, button button, summary a, summary button, label a')) if (shown(e)) wrong.push('used within what is used: ' + what(e));
  for (const e of all) if (e.getAttribute('aria-hidden') === 'true' && e.querySelector('a, button, input, summary')) wrong.push('hidden, and can be used: ' + what(e));
  for (const e of all) if (/^(UL|OL)$/.test(e.tagName) && [...e.children].some((c) => !/^(LI|SCRIPT|TEMPLATE)$/.test(c.tagName))) wrong.push('a list with what is no item: ' + what(e));
  for (const e of all) if (e.tagName === 'DL' && [...e.children].some((c) => !/^(DT|DD|DIV)$/.test(c.tagName))) wrong.push('a list of terms with what is none: ' + what(e));
  if (!document.title) wrong.push('no title');
  if (/maximum-scale|user-scalable/.test(document.querySelector('meta[name=viewport]')?.content || '')) wrong.push('it can not be made larger');
  if (all.filter((e) => e.tagName === 'H1').length !== 1 && document.body.dataset.view !== 'matrix') wrong.push('not one first heading');
  for (const name of ['header', 'nav', 'main', 'footer']) if (!document.querySelector(name)) wrong.push('no ' + name);
  // Headings in their order.
  let level = 0;
  for (const e of all) if (/^H[1-6]$/.test(e.tagName)) { const n = +e.tagName[1]; if (level && n > level + 1) wrong.push('after a heading of ' + level + ' comes one of ' + n + ': ' + what(e)); level = n; }
  // Contrast, as WCAG 2 reckons it: 4.5, or 3 for what is large.
  const rgba = (c) => { const m = c.match(/[\d.]+/g).map(Number); return [m[0], m[1], m[2], m.length > 3 ? m[3] : 1]; };
  const lum = (c) => { const [r, g, b] = c.slice(0, 3).map((v) => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  const behind = (e) => { const chain = []; for (; e; e = e.parentElement) { const c = rgba(getComputedStyle(e).backgroundColor); chain.push(c); if (c[3] === 1) break; } return chain.reverse().reduce((under, c) => over(c, under), [255, 255, 255, 1]); };
  const seen = new Set();
  for (const e of all) {
    if (![...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())) continue;
    if (e.closest('.hide, .skip')) continue;
    const s = getComputedStyle(e), back = behind(e), front = over(rgba(s.color), back), a = lum(front), b = lum(back);
    let faded = 1; for (let p = e; p; p = p.parentElement) faded *= +getComputedStyle(p).opacity;
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05), size = parseFloat(s.fontSize), large = size >= 24 || (size >= 18.66 && +s.fontWeight >= 700);
    if (faded < 1 || ratio < (large ? 3 : 4.5)) { const key = s.color + back + faded; if (!seen.has(key)) { seen.add(key); wrong.push('contrast ' + ratio.toFixed(2) + (faded < 1 ? ', faded' : '') + ': ' + what(e)); } }
  }
  return wrong;
})()
